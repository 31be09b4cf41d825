import { USER_PASSWORD_KEY, VOUCHED_BY_KEY } from "../domain/identity"
import { nextCutOffSql } from "./access"
import { userPasswordSql } from "./identities"
import { API_KEY_ID_PATTERN, USER_ID_PATTERN } from "./principals"
import {
  lockedResetTokensAskedForBy,
  lockedResetTokensAskedForWith,
  lockedResetTokensOf,
} from "./reset-tokens"

/*
 * Rules that every path has to meet: Medusa's own routes and workflows, other plugins, plain SQL. Code of the plugin
 * can't hold them, so triggers on Medusa's tables do. They hold for new and changed rows only: what was already wrong when
 * the plugin came stays, and can be repaired.
 */

/**
 * The SQL twin of `normalizeEmail`: the same white space as JavaScript's `trim` (ECMAScript, section 22.1.3.32), and the
 * same letters whatever the collation is, on which `lower` depends.
 */
export const NORMALIZE_EMAIL = `
CREATE OR REPLACE FUNCTION user_lifecycle_normalize_email(email text) RETURNS text AS $$
  SELECT translate(btrim(email, E' \\t\\n\\u000b\\f\\r\\u00a0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff'), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')
$$ LANGUAGE sql IMMUTABLE PARALLEL SAFE;
`

/**
 * One living user for each email, trimmed and without regard to case.
 *
 * A unique index could not be created on a database that already has two such users, and would say so only by failing
 * the migration. The advisory lock (the one of `locks.ts`) is what makes the check hold against a second transaction.
 */
const ONE_USER_PER_EMAIL = `
CREATE OR REPLACE FUNCTION user_lifecycle_one_user_per_email() RETURNS trigger AS $$
DECLARE
  taken boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('user_lifecycle:email:' || user_lifecycle_normalize_email(NEW.email), 0));
  EXECUTE format(
    'SELECT EXISTS (SELECT 1 FROM %I.%I WHERE user_lifecycle_normalize_email(email) = user_lifecycle_normalize_email($1) AND deleted_at IS NULL AND id <> $2)',
    TG_TABLE_SCHEMA, TG_TABLE_NAME
  ) INTO taken USING NEW.email, NEW.id;
  IF taken THEN
    RAISE unique_violation USING
      MESSAGE = 'another user has this email',
      DETAIL = format('Key (email)=(%s) already exists.', user_lifecycle_normalize_email(NEW.email)),
      TABLE = TG_TABLE_NAME,
      CONSTRAINT = 'user_lifecycle_one_user_per_email';
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_one_user_per_email_insert ON "user";
CREATE TRIGGER user_lifecycle_one_user_per_email_insert
  BEFORE INSERT ON "user"
  FOR EACH ROW WHEN (NEW.deleted_at IS NULL)
  EXECUTE FUNCTION user_lifecycle_one_user_per_email();

DROP TRIGGER IF EXISTS user_lifecycle_one_user_per_email_update ON "user";
CREATE TRIGGER user_lifecycle_one_user_per_email_update
  BEFORE UPDATE OF email, deleted_at ON "user"
  FOR EACH ROW WHEN (
    NEW.deleted_at IS NULL
    AND (OLD.deleted_at IS NOT NULL OR user_lifecycle_normalize_email(OLD.email) IS DISTINCT FROM user_lifecycle_normalize_email(NEW.email))
  )
  EXECUTE FUNCTION user_lifecycle_one_user_per_email();
`

/**
 * No new secret API key for somebody who is gone. A request of theirs that passed the guard just before they were
 * offboarded could otherwise leave a key behind just after, and that key would work for ever. The row locks make the
 * insert wait for an offboarding that is under way, and an offboarding for an insert.
 */
const NO_KEY_FOR_THE_GONE = `
CREATE OR REPLACE FUNCTION user_lifecycle_no_key_for_the_gone() RETURNS trigger AS $$
DECLARE
  owner text;
  gone boolean;
BEGIN
  -- The person behind the maker, who may be a key. As in locks.ts: newcomers do not get past whoever waits to offboard them.
  EXECUTE format(
    'WITH RECURSIVE chain AS (
       SELECT $1 AS id UNION SELECT k.created_by FROM %1$I.api_key k JOIN chain c ON k.id = c.id
     )
     SELECT c.id FROM chain c
     WHERE EXISTS (SELECT 1 FROM %1$I."user" u WHERE u.id = c.id) OR c.id ~ ''${USER_ID_PATTERN}''
     LIMIT 1',
    TG_TABLE_SCHEMA
  ) INTO owner USING NEW.created_by;
  IF owner IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('user_lifecycle:acting:' || owner, 0));
  END IF;
  EXECUTE format('SELECT deleted_at IS NOT NULL FROM %I."user" WHERE id = $1 FOR SHARE', TG_TABLE_SCHEMA)
    INTO gone USING NEW.created_by;
  IF gone IS NULL THEN
    EXECUTE format(
      'SELECT deleted_at IS NOT NULL OR (revoked_at IS NOT NULL AND revoked_at <= clock_timestamp()) FROM %I.api_key WHERE id = $1 FOR SHARE',
      TG_TABLE_SCHEMA
    ) INTO gone USING NEW.created_by;
  END IF;
  -- What looks like an id of Medusa's and is nobody's was deleted; other creators are scripts that name themselves.
  IF coalesce(gone, NEW.created_by ~ '${USER_ID_PATTERN}' OR NEW.created_by ~ '${API_KEY_ID_PATTERN}') THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'the creator of this API key is gone',
      DETAIL = format('Key (created_by)=(%s) is not present in table "user".', NEW.created_by),
      TABLE = TG_TABLE_NAME,
      CONSTRAINT = 'user_lifecycle_no_key_for_the_gone';
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_no_key_for_the_gone ON api_key;
CREATE TRIGGER user_lifecycle_no_key_for_the_gone
  BEFORE INSERT ON api_key
  FOR EACH ROW WHEN (NEW.type = 'secret' AND NEW.created_by <> '')
  EXECUTE FUNCTION user_lifecycle_no_key_for_the_gone();
`

/**
 * A key leads to the person who made it, also after keys in between were deleted: a key that was made with a deleted one
 * becomes its maker's, past all that are deleted with it. Deletions come one after the other: of two at the same moment, neither
 * would see what the other makes of a key that was made with the second. And what is revoked stays revoked, whoever still has a request under way that says otherwise; only
 * the undoing of an offboarding may bring a key back. A key that is revoked at once is so by the clock of the database: Medusa dates it by
 * that of the instance (2.21), and the key would work elsewhere for as long as that is ahead. One that is to be revoked later is
 * dated after the row's `updated_at`, which is of the same clock.
 */
const KEYS_KEEP_THEIR_MAKER = `
CREATE OR REPLACE FUNCTION user_lifecycle_delete_keys_in_turn() RETURNS trigger AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('user_lifecycle:keys', 0));
  RETURN NULL;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_delete_keys_in_turn ON api_key;
CREATE TRIGGER user_lifecycle_delete_keys_in_turn
  BEFORE DELETE ON api_key
  FOR EACH STATEMENT EXECUTE FUNCTION user_lifecycle_delete_keys_in_turn();

CREATE OR REPLACE FUNCTION user_lifecycle_inherit_keys() RETURNS trigger AS $$
BEGIN
  -- UNION, and not UNION ALL: it ends where keys name each other as their makers.
  EXECUTE format(
    'WITH RECURSIVE heir AS (
       SELECT id, created_by FROM deleted_keys
       UNION
       SELECT heir.id, maker.created_by FROM heir JOIN deleted_keys maker ON maker.id = heir.created_by
     )
     UPDATE %I.api_key k SET created_by = heir.created_by FROM heir
     WHERE k.created_by = heir.id AND NOT EXISTS (SELECT 1 FROM deleted_keys d WHERE d.id = heir.created_by)',
    TG_TABLE_SCHEMA
  );
  RETURN NULL;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_inherit_keys ON api_key;
CREATE TRIGGER user_lifecycle_inherit_keys
  AFTER DELETE ON api_key
  REFERENCING OLD TABLE AS deleted_keys
  FOR EACH STATEMENT EXECUTE FUNCTION user_lifecycle_inherit_keys();

CREATE OR REPLACE FUNCTION user_lifecycle_stay_revoked() RETURNS trigger AS $$
BEGIN
  IF current_setting('user_lifecycle.undo', true) IS DISTINCT FROM 'on' THEN
    NEW.revoked_at := OLD.revoked_at;
    NEW.revoked_by := OLD.revoked_by;
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

-- Before the trigger that follows: they run in the order of their names.
CREATE OR REPLACE FUNCTION user_lifecycle_date_revocation() RETURNS trigger AS $$
BEGIN
  NEW.revoked_at := clock_timestamp();
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_date_revocation ON api_key;
CREATE TRIGGER user_lifecycle_date_revocation
  BEFORE UPDATE OF revoked_at ON api_key
  FOR EACH ROW WHEN (
    NEW.revoked_at > clock_timestamp() AND NEW.revoked_at <= NEW.updated_at AND OLD.updated_at <> NEW.updated_at
    AND current_setting('user_lifecycle.undo', true) IS DISTINCT FROM 'on'
  )
  EXECUTE FUNCTION user_lifecycle_date_revocation();

DROP TRIGGER IF EXISTS user_lifecycle_stay_revoked ON api_key;
CREATE TRIGGER user_lifecycle_stay_revoked
  BEFORE UPDATE OF revoked_at ON api_key
  FOR EACH ROW WHEN (
    OLD.revoked_at <= clock_timestamp() AND (NEW.revoked_at IS NULL OR NEW.revoked_at > OLD.revoked_at)
  )
  EXECUTE FUNCTION user_lifecycle_stay_revoked();
`

/**
 * One open invite for each email, in any case of it, and none for somebody who is a user already. Medusa compares the exact
 * spelling, so an admin could keep an invite for another spelling of their own address, and come back with it when they
 * are offboarded. An invite that has expired makes room for a new one.
 */
const ONE_INVITE_PER_EMAIL = `
CREATE OR REPLACE FUNCTION user_lifecycle_one_invite_per_email() RETURNS trigger AS $$
DECLARE
  is_taken boolean;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.email = NEW.email AND OLD.deleted_at IS NULL THEN
    RETURN NEW;
  END IF;
  IF current_setting('user_lifecycle.undo', true) = 'on' THEN
    -- It asks for itself, and before the user is gone again whom the invite made.
    RETURN NEW;
  END IF;
  NEW.email := user_lifecycle_normalize_email(NEW.email);
  PERFORM pg_advisory_xact_lock(hashtextextended('user_lifecycle:email:' || NEW.email, 0));
  EXECUTE format(
    'SELECT EXISTS (SELECT 1 FROM %I."user" WHERE user_lifecycle_normalize_email(email) = $1 AND deleted_at IS NULL)',
    TG_TABLE_SCHEMA
  ) INTO is_taken USING NEW.email;
  IF is_taken THEN
    RAISE unique_violation USING
      MESSAGE = 'a user has this email',
      DETAIL = format('Key (email)=(%s) already exists.', NEW.email),
      TABLE = 'user',
      CONSTRAINT = 'user_lifecycle_one_invite_per_email';
  END IF;
  EXECUTE format(
    'UPDATE %I.invite SET deleted_at = now(), updated_at = now()
     WHERE user_lifecycle_normalize_email(email) = $1 AND id <> $2 AND deleted_at IS NULL
       AND (accepted OR expires_at <= clock_timestamp())',
    TG_TABLE_SCHEMA
  ) USING NEW.email, NEW.id;
  EXECUTE format(
    'SELECT EXISTS (SELECT 1 FROM %I.invite WHERE user_lifecycle_normalize_email(email) = $1 AND id <> $2 AND deleted_at IS NULL)',
    TG_TABLE_SCHEMA
  ) INTO is_taken USING NEW.email, NEW.id;
  IF is_taken THEN
    RAISE unique_violation USING
      MESSAGE = 'an open invite has this email',
      DETAIL = format('Key (email)=(%s) already exists.', NEW.email),
      TABLE = 'invite',
      CONSTRAINT = 'user_lifecycle_one_invite_per_email';
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_one_invite_per_email ON invite;
CREATE TRIGGER user_lifecycle_one_invite_per_email
  BEFORE INSERT OR UPDATE OF email, deleted_at ON invite
  FOR EACH ROW WHEN (NEW.deleted_at IS NULL)
  EXECUTE FUNCTION user_lifecycle_one_invite_per_email();
`

/**
 * An invite counts from when an admin last decided about it, which gave it a token, by the clock of the database, as the ends of
 * people do that it is compared with. Medusa dates it by the clock of the instance (2.21, `refreshInviteTokens`). A reminder
 * decides nothing: the invite gets another token, and no younger (see `keepInviteDates`).
 */
const INVITES_ARE_DATED = `
CREATE OR REPLACE FUNCTION user_lifecycle_date_invite() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('user_lifecycle.reminder', true) = 'on' THEN
    NEW.updated_at := OLD.updated_at;
  ELSE
    NEW.updated_at := clock_timestamp();
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_date_invite_insert ON invite;
CREATE TRIGGER user_lifecycle_date_invite_insert
  BEFORE INSERT ON invite
  FOR EACH ROW EXECUTE FUNCTION user_lifecycle_date_invite();

DROP TRIGGER IF EXISTS user_lifecycle_date_invite_update ON invite;
CREATE TRIGGER user_lifecycle_date_invite_update
  BEFORE UPDATE OF token ON invite
  FOR EACH ROW WHEN (OLD.token IS DISTINCT FROM NEW.token AND current_setting('user_lifecycle.undo', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION user_lifecycle_date_invite();
`

/** What is made now is dated by the clock of the database. */
const DATE_CREATION = `
CREATE OR REPLACE FUNCTION user_lifecycle_date_creation() RETURNS trigger AS $$
BEGIN
  NEW.created_at := clock_timestamp();
  RETURN NEW;
END
$$ LANGUAGE plpgsql;
`

/**
 * A user who is made now is dated by the clock of the database, as the ends of people are that they are compared with: whoever is gone
 * is not linked to somebody who was a user before. Medusa dates it by the clock of the instance (2.21), which is minutes wrong at
 * most; what is further back is a date that somebody has chosen.
 */
const USERS_ARE_DATED = `
DROP TRIGGER IF EXISTS user_lifecycle_date_user ON "user";
CREATE TRIGGER user_lifecycle_date_user
  BEFORE INSERT ON "user"
  FOR EACH ROW WHEN (
    (NEW.created_at > clock_timestamp()
      OR NEW.created_at BETWEEN clock_timestamp() - interval '5 minutes' AND clock_timestamp() - interval '1 second')
    AND current_setting('user_lifecycle.undo', true) IS DISTINCT FROM 'on'
  )
  EXECUTE FUNCTION user_lifecycle_date_creation();
`

/**
 * A password reset token is dated by the clock of the database, as the revocations are that it is compared with: Medusa dates it by
 * the clock of the instance (2.21).
 */
const RESET_TOKENS_ARE_DATED = `
DROP TRIGGER IF EXISTS user_lifecycle_date_reset_token ON auth_password_reset_token;
CREATE TRIGGER user_lifecycle_date_reset_token
  BEFORE INSERT ON auth_password_reset_token
  FOR EACH ROW WHEN (current_setting('user_lifecycle.undo', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION user_lifecycle_date_creation();
`

/**
 * A password that changes ends what was handed out under the old one, links to set another included: Medusa lets both outlive it. As
 * a trigger, this holds for Medusa's reset, for scripts that call its modules, and for plain SQL. A first password ends nothing.
 */
const PASSWORD_CHANGES_END_TOKENS = `
CREATE OR REPLACE FUNCTION user_lifecycle_lock_access(user_id text) RETURNS void AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('user_lifecycle:access', 0));
  PERFORM pg_advisory_xact_lock(hashtextextended('user_lifecycle:access:' || user_id, 0));
END
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION user_lifecycle_admin_password(metadata jsonb) RETURNS text AS $$
  SELECT ${userPasswordSql("metadata")}
$$ LANGUAGE sql IMMUTABLE PARALLEL SAFE;

CREATE OR REPLACE FUNCTION user_lifecycle_id(prefix text) RETURNS text AS $$
  SELECT prefix || '_' || upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 26))
$$ LANGUAGE sql VOLATILE;

CREATE OR REPLACE FUNCTION user_lifecycle_password_changed() RETURNS trigger AS $$
DECLARE
  person text;
  person_email text;
BEGIN
  IF current_setting('user_lifecycle.undo', true) = 'on' THEN
    RETURN NULL;
  END IF;
  SELECT u.id, u.email INTO person, person_email
  FROM auth_identity i JOIN "user" u ON u.id = i.app_metadata->>'user_id' AND u.deleted_at IS NULL
  WHERE i.id = NEW.auth_identity_id;
  IF person IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM user_lifecycle_lock_access(person);
  DELETE FROM auth_password_reset_token WHERE id = ANY (ARRAY(${lockedResetTokensOf("person")}));
  INSERT INTO user_access AS a (id, user_id, tokens_valid_after, updated_at)
    VALUES (user_lifecycle_id('uacc'), person, clock_timestamp(), clock_timestamp())
    ON CONFLICT (user_id) WHERE deleted_at IS NULL
    DO UPDATE SET tokens_valid_after = ${nextCutOffSql("a")}, spared_token_issued_at = NULL, updated_at = clock_timestamp();
  INSERT INTO lifecycle_event (id, type, user_id, email, actor_type, data)
    VALUES (
      user_lifecycle_id('ulevt'), 'user_password_changed', person, person_email, 'system',
      jsonb_build_object('auth_identity_id', NEW.auth_identity_id, 'provider', NEW.provider)
    );
  RETURN NULL;
END
$$ LANGUAGE plpgsql SET search_path FROM CURRENT;

DROP TRIGGER IF EXISTS user_lifecycle_password_changed ON provider_identity;
CREATE TRIGGER user_lifecycle_password_changed
  AFTER UPDATE OF provider_metadata ON provider_identity
  FOR EACH ROW WHEN (
    user_lifecycle_admin_password(OLD.provider_metadata) IS NOT NULL
    AND user_lifecycle_admin_password(OLD.provider_metadata) IS DISTINCT FROM user_lifecycle_admin_password(NEW.provider_metadata)
  )
  EXECUTE FUNCTION user_lifecycle_password_changed();
`

/** The function of a trigger that makes password reset tokens useless; `ids` is SQL for theirs. */
const endingResets = (name: string, ids: string) => `
CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger AS $$
BEGIN
  DELETE FROM auth_password_reset_token WHERE id = ANY (ARRAY(${ids}));
  RETURN NULL;
END
$$ LANGUAGE plpgsql SET search_path FROM CURRENT;
`

/**
 * With an API key end the password reset tokens that it was answered: whoever had it could set another admin's password after it is
 * revoked. A request of its that is under way holds its row, so that none is missed. Where its end is a date that comes, no row changes:
 * see `storePasswordOfReset`.
 */
const KEYS_END_RESETS = `${endingResets("user_lifecycle_key_ended", lockedResetTokensAskedForWith("OLD.id"))}
DROP TRIGGER IF EXISTS user_lifecycle_key_revoked ON api_key;
CREATE TRIGGER user_lifecycle_key_revoked
  AFTER UPDATE OF revoked_at, deleted_at ON api_key
  FOR EACH ROW WHEN (
    OLD.type = 'secret'
    AND (
      (NEW.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at)
      OR (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL)
    )
  )
  EXECUTE FUNCTION user_lifecycle_key_ended();

DROP TRIGGER IF EXISTS user_lifecycle_key_deleted ON api_key;
CREATE TRIGGER user_lifecycle_key_deleted
  AFTER DELETE ON api_key
  FOR EACH ROW WHEN (OLD.type = 'secret')
  EXECUTE FUNCTION user_lifecycle_key_ended();
`

/**
 * An admin's own password beside a customer's goes with the link alone. Medusa's change of a customer's password (2.21, `emailpass`)
 * reads the login's metadata, and then writes back all that it has read: where the admin's was set or changed in between, it would be
 * gone, and the customer's, or the admin's former one, would open the back office. Nothing of the plugin changes both at once.
 */
const ADMIN_PASSWORDS_STAY = `
CREATE OR REPLACE FUNCTION user_lifecycle_keep_admin_password() RETURNS trigger AS $$
BEGIN
  IF current_setting('user_lifecycle.undo', true) IS DISTINCT FROM 'on' AND EXISTS (
    SELECT 1 FROM auth_identity i WHERE i.id = NEW.auth_identity_id AND i.app_metadata->>'user_id' <> ''
  ) THEN
    NEW.provider_metadata := coalesce(NEW.provider_metadata, '{}')
      || jsonb_build_object('${USER_PASSWORD_KEY}', OLD.provider_metadata->'${USER_PASSWORD_KEY}');
  END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql SET search_path FROM CURRENT;

DROP TRIGGER IF EXISTS user_lifecycle_keep_admin_password ON provider_identity;
CREATE TRIGGER user_lifecycle_keep_admin_password
  BEFORE UPDATE OF provider_metadata ON provider_identity
  FOR EACH ROW WHEN (
    jsonb_exists(OLD.provider_metadata, '${USER_PASSWORD_KEY}')
    AND (
      NOT jsonb_exists(coalesce(NEW.provider_metadata, '{}'), '${USER_PASSWORD_KEY}')
      OR (
        NEW.provider_metadata->'${USER_PASSWORD_KEY}' IS DISTINCT FROM OLD.provider_metadata->'${USER_PASSWORD_KEY}'
        AND NEW.provider_metadata->'password' <> OLD.provider_metadata->'password'
      )
    )
  )
  EXECUTE FUNCTION user_lifecycle_keep_admin_password();
`

/**
 * Remembers since when a login is somebody's, whoever links it. A token that names a login and no user, which anybody has who
 * knows the password of a customer's login, must not become the token of whoever it was linked to since.
 *
 * It is dated once the row is locked: whoever hands out such a token keeps the row from being linked meanwhile.
 */
const LINKS_ARE_DATED = `
CREATE OR REPLACE FUNCTION user_lifecycle_date_link() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW.app_metadata->>'user_id' IS NULL THEN
    DELETE FROM user_lifecycle_login_link WHERE auth_identity_id = OLD.id;
    RETURN NULL;
  END IF;
  INSERT INTO user_lifecycle_login_link (auth_identity_id, linked_at) VALUES (NEW.id, clock_timestamp())
    ON CONFLICT (auth_identity_id) DO UPDATE SET linked_at = excluded.linked_at;
  RETURN NULL;
END
$$ LANGUAGE plpgsql SET search_path FROM CURRENT;

DROP TRIGGER IF EXISTS user_lifecycle_date_new_link ON auth_identity;
CREATE TRIGGER user_lifecycle_date_new_link
  AFTER INSERT ON auth_identity
  FOR EACH ROW WHEN (NEW.app_metadata->>'user_id' IS NOT NULL)
  EXECUTE FUNCTION user_lifecycle_date_link();
DROP TRIGGER IF EXISTS user_lifecycle_date_link ON auth_identity;
CREATE TRIGGER user_lifecycle_date_link
  AFTER UPDATE OF app_metadata ON auth_identity
  FOR EACH ROW WHEN (NEW.app_metadata->>'user_id' IS DISTINCT FROM OLD.app_metadata->>'user_id')
  EXECUTE FUNCTION user_lifecycle_date_link();
DROP TRIGGER IF EXISTS user_lifecycle_forget_link ON auth_identity;
CREATE TRIGGER user_lifecycle_forget_link
  AFTER DELETE ON auth_identity
  FOR EACH ROW WHEN (OLD.app_metadata->>'user_id' IS NOT NULL)
  EXECUTE FUNCTION user_lifecycle_date_link();
`

/** The channel on which the database tells every instance whose access has changed; the payload is "kind:id". */
export const ACCESS_CHANNEL = "user_lifecycle_access"

/** Of a table that is emptied, nobody is told row by row. */
const announceTruncation = (
  table: string
) => `DROP TRIGGER IF EXISTS user_lifecycle_announce_truncate ON ${table};
CREATE TRIGGER user_lifecycle_announce_truncate
  AFTER TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION user_lifecycle_announce();
`

/**
 * Tells every instance what to forget, in the transaction that changed it, whoever changes it. PostgreSQL delivers
 * on commit, and never for what is rolled back.
 */
const ANNOUNCEMENTS = `
CREATE OR REPLACE FUNCTION user_lifecycle_announce() RETURNS trigger AS $$
DECLARE
  id text;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    PERFORM pg_notify('${ACCESS_CHANNEL}', 'all:');
    RETURN NULL;
  END IF;
  -- A row can go from one person to another.
  FOREACH id IN ARRAY ARRAY[
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) ->> TG_ARGV[1] END,
    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) ->> TG_ARGV[1] END
  ] LOOP
    -- Within a transaction, PostgreSQL sends the same only once.
    IF id IS NOT NULL THEN
      PERFORM pg_notify('${ACCESS_CHANNEL}', left(TG_ARGV[0] || ':' || id, 1000));
    END IF;
  END LOOP;
  RETURN NULL;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_announce ON "user";
CREATE TRIGGER user_lifecycle_announce
  AFTER DELETE OR UPDATE OF id, deleted_at ON "user"
  FOR EACH ROW EXECUTE FUNCTION user_lifecycle_announce('user', 'id');
${announceTruncation('"user"')}
DROP TRIGGER IF EXISTS user_lifecycle_announce ON user_access;
CREATE TRIGGER user_lifecycle_announce
  AFTER INSERT OR UPDATE OR DELETE ON user_access
  FOR EACH ROW EXECUTE FUNCTION user_lifecycle_announce('user', 'user_id');
${announceTruncation("user_access")}
DROP TRIGGER IF EXISTS user_lifecycle_announce ON api_key;
CREATE TRIGGER user_lifecycle_announce
  AFTER DELETE OR UPDATE OF revoked_at, created_by, deleted_at ON api_key
  FOR EACH ROW EXECUTE FUNCTION user_lifecycle_announce('key', 'id');
${announceTruncation("api_key")}`

/**
 * The same for Medusa's RBAC, whose table is there only where RBAC is enabled: whoever gains or loses a role is told
 * apart at once.
 */
export const ROLE_ANNOUNCEMENTS = `
DROP TRIGGER IF EXISTS user_lifecycle_announce ON user_rbac_role;
CREATE TRIGGER user_lifecycle_announce
  AFTER INSERT OR UPDATE OR DELETE ON user_rbac_role
  FOR EACH ROW EXECUTE FUNCTION user_lifecycle_announce('user', 'user_id');
${announceTruncation("user_rbac_role")}

-- With a role ends what it let somebody ask for: a token that sets the password of an admin who may more.
${endingResets("user_lifecycle_role_taken", lockedResetTokensAskedForBy("OLD.user_id"))}
DROP TRIGGER IF EXISTS user_lifecycle_role_taken_update ON user_rbac_role;
CREATE TRIGGER user_lifecycle_role_taken_update
  AFTER UPDATE OF deleted_at ON user_rbac_role
  FOR EACH ROW WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL)
  EXECUTE FUNCTION user_lifecycle_role_taken();

DROP TRIGGER IF EXISTS user_lifecycle_role_taken_delete ON user_rbac_role;
CREATE TRIGGER user_lifecycle_role_taken_delete
  AFTER DELETE ON user_rbac_role
  FOR EACH ROW EXECUTE FUNCTION user_lifecycle_role_taken();
`

/**
 * Medusa (2.21) keeps what it sent, and shows it to every admin (`GET /admin/notifications`): the link in it would let one
 * who leaves come back as somebody who has yet to use theirs. The provider gets it all the same, not from the table. The
 * table is there only where Medusa's Notification Module is.
 */
export const NO_LINKS_IN_NOTIFICATIONS = `
CREATE OR REPLACE FUNCTION user_lifecycle_forget_links() RETURNS trigger AS $$
BEGIN
  NEW.data := NULL;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;

DROP TRIGGER IF EXISTS user_lifecycle_forget_links ON notification;
CREATE TRIGGER user_lifecycle_forget_links
  BEFORE INSERT OR UPDATE ON notification
  FOR EACH ROW WHEN (NEW.idempotency_key LIKE 'user\\_lifecycle:%' AND NEW.data IS NOT NULL)
  EXECUTE FUNCTION user_lifecycle_forget_links();
`

/**
 * What the plugin looks people and logins up by. Medusa's own indexes tell upper from lower case, and know no user. Those
 * on a function are made anew, since the function may just have changed.
 *
 * What PostgreSQL knows of an expression it knows by an index on it, of all rows, and once the table has been analyzed since. Before,
 * it takes one person's rows for a two-hundredth of the table, and reads all of it: at every login, and every offboarding.
 */
const LOOKUP_INDEXES = `
DROP INDEX IF EXISTS "IDX_user_lifecycle_linked_user";
DROP INDEX IF EXISTS "IDX_user_lifecycle_user_email";
DROP INDEX IF EXISTS "IDX_user_lifecycle_login";
DROP INDEX IF EXISTS "IDX_user_lifecycle_invite_email";
CREATE INDEX IF NOT EXISTS "IDX_user_lifecycle_key_maker" ON api_key (created_by);
CREATE INDEX IF NOT EXISTS "IDX_user_lifecycle_vouched_login"
  ON provider_identity ((provider_metadata->>'${VOUCHED_BY_KEY}')) WHERE provider_metadata->>'${VOUCHED_BY_KEY}' IS NOT NULL;
CREATE INDEX IF NOT EXISTS "IDX_user_lifecycle_user_email"
  ON "user" (user_lifecycle_normalize_email(email));
CREATE INDEX IF NOT EXISTS "IDX_user_lifecycle_invite_email"
  ON invite (user_lifecycle_normalize_email(email));
CREATE INDEX IF NOT EXISTS "IDX_user_lifecycle_login"
  ON provider_identity (user_lifecycle_normalize_email(entity_id), provider);
CREATE INDEX IF NOT EXISTS "IDX_user_lifecycle_identity_user"
  ON auth_identity ((app_metadata->>'user_id'));
ANALYZE "user", auth_identity, provider_identity, invite;
`

/** All of them, and what they need; running it again changes nothing. */
export const CONSTRAINTS =
  NORMALIZE_EMAIL +
  ONE_USER_PER_EMAIL +
  NO_KEY_FOR_THE_GONE +
  KEYS_KEEP_THEIR_MAKER +
  ONE_INVITE_PER_EMAIL +
  INVITES_ARE_DATED +
  DATE_CREATION +
  USERS_ARE_DATED +
  RESET_TOKENS_ARE_DATED +
  PASSWORD_CHANGES_END_TOKENS +
  KEYS_END_RESETS +
  ADMIN_PASSWORDS_STAY +
  LINKS_ARE_DATED +
  ANNOUNCEMENTS +
  LOOKUP_INDEXES

/** Removes the constraints; for the migration's way down. */
export const DROP_CONSTRAINTS = `
DROP INDEX IF EXISTS "IDX_user_lifecycle_user_email";
DROP INDEX IF EXISTS "IDX_user_lifecycle_login";
DROP INDEX IF EXISTS "IDX_user_lifecycle_invite_email";
DROP INDEX IF EXISTS "IDX_user_lifecycle_identity_user";
DROP INDEX IF EXISTS "IDX_user_lifecycle_key_maker";
DROP INDEX IF EXISTS "IDX_user_lifecycle_vouched_login";
DROP FUNCTION IF EXISTS user_lifecycle_one_user_per_email() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_no_key_for_the_gone() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_delete_keys_in_turn() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_inherit_keys() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_date_revocation() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_stay_revoked() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_one_invite_per_email() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_date_invite() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_date_creation() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_date_link() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_forget_links() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_password_changed() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_key_ended() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_role_taken() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_keep_admin_password() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_admin_password(jsonb) CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_lock_access(text);
DROP FUNCTION IF EXISTS user_lifecycle_id(text);
DROP FUNCTION IF EXISTS user_lifecycle_announce() CASCADE;
DROP FUNCTION IF EXISTS user_lifecycle_normalize_email(text) CASCADE;
`
