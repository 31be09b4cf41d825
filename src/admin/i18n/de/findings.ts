import type { Words } from "../words"

export const findings: Words["findings"] = {
  title: "Identitätsprüfung",
  description:
    "Was gerade mit Personen, ihren Anmeldungen, API-Schlüsseln und Einladungen nicht stimmt.",
  severity: { high: "Hoch", medium: "Mittel", low: "Niedrig" },
  severity_hint: {
    high: "Jemand hat vielleicht Zugang, der keinen haben sollte",
    medium: "Etwas geht nicht oder widerspricht sich",
    low: "Überbleibsel, und was ab und zu anzusehen ist",
  },
  severities: "Nach Schwere filtern",
  as_of: "Stand: {{time}}",
  look_again: "Noch einmal prüfen",
  repair_harmless: "Beheben, was nichts entfernt",
  repair_shown_one: "Diesen beheben",
  repair_shown_other: "Alle {{count}} beheben",
  kind: "Art",
  kind_with_count: "{{title}} ({{count}})",
  columns: { severity: "Schwere", finding: "Befund", about: "Betrifft", repair: "Behebung" },
  subjects: {
    user: "Benutzer",
    auth_identity: "Anmeldung",
    api_key: "API-Schlüssel",
    invite: "Einladung",
    role: "Rolle",
  },
  removes: "Nicht rückgängig zu machen",
  decide: "Jemand muss entscheiden",
  actions_of: "Aktionen für: {{message}}",
  repair: "Beheben",
  without_email: {
    set_password:
      "Ohne einen Link zum Setzen eines Passworts kann sich damit niemand anmelden. Senden Sie ihn, sobald E-Mails verschickt werden können.",
    reset_password:
      "Die Person kennt das Passwort der verbleibenden Anmeldung vielleicht nicht. Senden Sie ihr einen Link zum Zurücksetzen, sobald E-Mails verschickt werden können.",
    email_changed: "Sagen Sie es der Person selbst.",
  },
  side_effects: {
    removes_leftovers:
      "Entfernt die Anmeldung, die im Weg ist, und mit ihr ihr Passwort: {{leftovers}}.",
    look_first: "Das kann mehr bewirken, als Sie meinen: Sehen Sie sich diesen Befund zuerst an.",
  },
  look: "Einzelheiten zur Person",
  history: "Verlauf der Person",
  bulk: "Was mit den ausgewählten Befunden geschehen soll",
  selected_one: "Ein Befund ausgewählt",
  selected_other: "{{count}} Befunde ausgewählt",
  repair_selected: "Beheben ({{count}})",
  healthy: {
    title: "Alles in Ordnung",
    description:
      "Jede Person hat eine Anmeldung, jede Anmeldung eine Person, und wer nicht mehr da ist, hat keinen Zugang. Geprüft wird jedes Mal, wenn diese Seite geöffnet wird.",
  },
  drawer: {
    title: "Befunde beheben",
    explanation:
      "Jede Behebung ist eine Transaktion für sich, in der noch einmal nachgesehen wird, und steht im Verlauf.",
    own: "Es betrifft auch Sie selbst",
    own_last:
      "Was Ihre eigene Sitzung beendet, wird zuletzt behoben. Sie müssen sich danach neu anmelden.",
    keeps_one: "Eine Behebung, die nichts entfernt",
    keeps_other: "{{count}} Behebungen, die nichts entfernen",
    removes_one: "Eine Behebung, die sich nicht rückgängig machen lässt",
    removes_other: "{{count}} Behebungen, die sich nicht rückgängig machen lassen",
    decide_one: "Ein Befund, über den jemand entscheiden muss",
    decide_other: "{{count}} Befunde, über die jemand entscheiden muss",
    gone_one: "Ein Befund besteht nicht mehr",
    gone_other: "{{count}} Befunde bestehen nicht mehr",
    show_all_one: "Anzeigen",
    show_all_other: "Alle {{count}} anzeigen",
    fewer: "Weniger anzeigen",
    all_one: "Der einzige",
    all_other: "Alle {{count}}",
    nothing: "Hier gibt es nichts zu beheben",
    confirm: "Zur Bestätigung {{secret}} eingeben",
    submit_one: "Einen Befund beheben",
    submit_other: "{{count}} Befunde beheben",
    progress: "Bearbeitet: {{done}} von {{total}}",
    done: "Fertig",
  },
  left: "Sie haben die Seite mittendrin verlassen. Erledigt: {{done}}. Nicht behoben: {{failed}}. Nicht versucht: {{untried}}.",
  logged_out:
    "Sie wurden mittendrin abgemeldet. Erledigt: {{done}}. Nicht behoben: {{failed}}. Nicht versucht: {{untried}}.",
  left_unknown:
    "Sie haben die Seite mittendrin verlassen. Erledigt: {{done}}. Nicht behoben: {{failed}}. Nicht bekannt: {{unknown}}. Nicht versucht: {{untried}}.",
  outcome: {
    title: "Was daraus wurde",
    repaired_one: "Ein Befund ist behoben",
    repaired_other: "{{count}} Befunde sind behoben",
    gone_one: "Einer bestand nicht mehr: Eine andere Behebung oder jemand anders war schneller",
    gone_other:
      "{{count}} bestanden nicht mehr: Eine andere Behebung oder jemand anders war schneller",
    not_repairable_one: "Über einen muss jemand entscheiden",
    not_repairable_other: "Über {{count}} muss jemand entscheiden",
    failed_one: "Einer ließ sich nicht beheben",
    failed_other: "{{count}} ließen sich nicht beheben",
    untried_one: "Einer wurde nicht mehr versucht",
    untried_other: "{{count}} wurden nicht mehr versucht",
  },
  sentences: {
    no_login: "{{user}} hat keine Anmeldung und kann sich nicht anmelden.",
    no_usable_login:
      "{{user}} hat nur Anmeldungen bei Anbietern, über die Admins sich nicht anmelden können ({{providers}}), und hat so keinen Zugang.",
    several_password_logins: "{{user}} hat mehrere Passwort-Anmeldungen: {{logins}}.",
    several_equal_password_logins:
      "{{user}} hat mehrere Passwort-Anmeldungen: {{logins}}. Welche bleiben soll, ist nicht zu erkennen.",
    no_login_and_leftover:
      "{{user}} hat keine Anmeldung und kann sich nicht anmelden. Zu der E-Mail gibt es eine Anmeldung, die keinem Admin gehört oder gelöscht ist: {{leftovers}}.",
    login_called_otherwise_and_leftover:
      "{{user}} meldet sich mit einem Passwort als {{login}} an. Zu der E-Mail gibt es eine Anmeldung, die keinem Admin gehört oder gelöscht ist: {{leftovers}}.",
    login_called_otherwise_and_shared:
      "{{user}} meldet sich mit einem Passwort als {{login}} an. Diese Anmeldung, oder eine mit der E-Mail-Adresse der Person, gehört auch zu einem Kundenkonto: Die Behebung trennt beide, und zweite Faktoren müssen neu eingerichtet werden.",
    login_called_otherwise: "{{user}} meldet sich mit einem Passwort als {{login}} an.",
    same_email: "{{user}} hat, ob groß oder klein geschrieben, dieselbe E-Mail wie {{others}}.",
    email_domain_not_allowed:
      "{{user}} hat eine E-Mail aus einer Domain, die nicht in provisioning.allowed_email_domains steht.",
    role_missing: "{{user}} hat die Rolle {{role}}, die es nicht gibt.",
    invite_role_missing: "Die Einladung an {{email}} hat die Rolle {{role}}, die es nicht gibt.",
    access_missing: "Über den Zugang von {{user}} ist nichts vermerkt; die Person gilt als aktiv.",
    suspension_lost: "{{user}} ist laut Verlauf gesperrt und gilt trotzdem als aktiv.",
    offboarding_lost:
      "Der Zugang von {{user}} ist laut Verlauf beendet, und doch gibt es den Benutzer, und er gilt als aktiv.",
    access_ended: "Der Zugang von {{user}} ist beendet, und den Benutzer gibt es trotzdem.",
    access_of_deleted_user:
      "Der Benutzer {{user}} ist gelöscht, und sein Zugang gilt nicht als beendet.",
    access_of_unknown_user:
      "Den Benutzer {{user}} gibt es nicht, und sein Zugang gilt nicht als beendet.",
    never_seen:
      "{{user}} wurde seit mehr als {{days}} Tagen nicht gesehen, auch sonst nie, seit es das Plugin hier gibt.",
    not_seen_lately: "{{user}} wurde zuletzt vor mehr als {{days}} Tagen gesehen.",
    login_of_deleted_user: "Die Anmeldung {{login}} gehört dem gelöschten Benutzer {{user}}.",
    login_of_unknown_user:
      "Die Anmeldung {{login}} gehört dem Benutzer {{user}}, den es nicht gibt.",
    login_of_nobody: "Die Anmeldung {{login}} gehört niemandem.",
    login_blocked:
      "Die Anmeldung {{login}} gehörte einem gelöschten Benutzer und lässt sich mit niemandem verknüpfen.",
    same_login: "Passwort-Anmeldungen mehrerer Benutzer heißen gleich: {{logins}}.",
    user_invited: "{{email}} ist eingeladen und schon Benutzer: {{user}}.",
    invite_expired: "Die Einladung an {{email}} ist abgelaufen.",
    invited_again: "Für {{email}} gibt es eine Einladung, die später gesendet wurde: {{invites}}.",
    key_of_deleted_user:
      "Den geheimen API-Schlüssel „{{key}}“ hat der gelöschte Benutzer {{user}} erstellt.",
    key_of_unknown_user:
      "Den geheimen API-Schlüssel „{{key}}“ hat der Benutzer {{user}} erstellt, den es nicht gibt.",
    key_of_deleted_key:
      "Der geheime API-Schlüssel „{{key}}“ wurde mit einem anderen erstellt ({{maker}}), der gelöscht ist: Wem er gehört, lässt sich nicht sagen.",
    key_of_suspended_user:
      "Den geheimen API-Schlüssel „{{key}}“ hat der gesperrte Benutzer {{user}} erstellt.",
  },
  kinds: {
    user_without_login: {
      title: "Keine Anmeldung",
      repair:
        "Gibt der Person eine Passwort-Anmeldung und sendet einen Link, um ein Passwort festzulegen.",
      repair_without_email: "Gibt der Person eine Passwort-Anmeldung, noch ohne Passwort.",
    },
    several_password_logins: {
      title: "Mehrere Passwort-Anmeldungen",
      repair:
        "Entfernt die, die nicht die E-Mail des Benutzers haben, und beendet dessen Sitzungen. Für die verbleibende wird ein Link gesendet, um das Passwort festzulegen oder zurückzusetzen, außer der Benutzer ist gesperrt.",
      repair_without_email:
        "Entfernt die, die nicht die E-Mail des Benutzers haben, und beendet dessen Sitzungen. Das Passwort der verbleibenden kennt der Benutzer vielleicht nicht, oder sie hat keines.",
    },
    login_email_mismatch: {
      title: "Anmeldung mit anderer E-Mail",
      repair:
        "Benennt die Anmeldung nach der E-Mail des Benutzers, beendet dessen Sitzungen und benachrichtigt beide Adressen. Das Passwort bleibt.",
      repair_without_email:
        "Benennt die Anmeldung nach der E-Mail des Benutzers und beendet dessen Sitzungen. Das Passwort bleibt.",
    },
    users_with_same_email: {
      title: "Benutzer mit derselben E-Mail",
      repair: "Geben Sie einem eine andere E-Mail, oder beenden Sie den Zugang von einem.",
    },
    invite_for_user: {
      title: "Einladung für einen Benutzer",
      repair: "Löscht die Einladung.",
    },
    invite_for_user_in_other_case: {
      title: "Einladung für einen Benutzer, anders geschrieben",
      repair: "Löscht die Einladung.",
    },
    invites_with_same_email: {
      title: "Einladungen mit derselben E-Mail",
      repair: "Löscht die Einladung. Die zuletzt gesendete bleibt.",
    },
    invite_expired: { title: "Abgelaufene Einladung", repair: "Löscht die Einladung." },
    identity_of_deleted_user: {
      title: "Anmeldung eines gelöschten Benutzers",
      repair:
        "Schließt das Ende des Zugangs ab und entfernt, was davon übrig ist. API-Schlüssel bleiben: Sie sind eigene Befunde.",
    },
    identity_of_unknown_user: {
      title: "Anmeldung eines Benutzers, den es nicht gibt",
      repair:
        "Schließt das Ende des Zugangs ab und entfernt, was davon übrig ist. API-Schlüssel bleiben: Sie sind eigene Befunde.",
    },
    identity_of_nobody: {
      title: "Anmeldung von niemandem",
      repair: "Entfernt die Anmeldung und mit ihr das Passwort.",
    },
    identity_blocked_by_null: {
      title: "Anmeldung, die sich nicht verknüpfen lässt",
      repair: "Entfernt das Überbleibsel, damit sie sich wieder verknüpfen lässt.",
    },
    logins_with_same_name: {
      title: "Anmeldungen mit demselben Namen",
      repair:
        "Geben Sie einem der Benutzer eine andere E-Mail, oder beenden Sie den Zugang von einem.",
    },
    api_key_of_gone_user: {
      title: "API-Schlüssel von jemandem, der nicht mehr da ist",
      repair: "Widerruft den Schlüssel.",
    },
    api_key_kept_by_option: {
      title: "API-Schlüssel, der einen beendeten Zugang überdauert hat",
      repair: "Widerruft den Schlüssel.",
    },
    api_key_of_suspended_user: {
      title: "API-Schlüssel von jemandem, der gesperrt ist",
      repair: "Widerruft den Schlüssel.",
    },
    access_missing: {
      title: "Über den Zugang ist nichts vermerkt",
      repair: "Vermerkt, dass der Benutzer aktiv ist.",
    },
    access_lost: {
      title: "Gesperrt oder Zugang beendet, und trotzdem zugelassen",
      repair: "Sperrt den Benutzer wieder oder beendet den Zugang wieder, wie es im Verlauf steht.",
    },
    access_ended_for_living_user: {
      title: "Zugang beendet und immer noch Benutzer",
      repair: "Beendet den Zugang des Benutzers.",
    },
    access_open_for_gone_user: {
      title: "Nicht mehr da, Zugang nicht beendet",
      repair: "Vermerkt, dass der Zugang beendet ist.",
    },
    never_logged_in: {
      title: "Nie angemeldet",
      repair: "Fragen Sie, ob der Zugang gebraucht wird; sonst beenden Sie ihn.",
    },
    not_logged_in_lately: {
      title: "Lange nicht angemeldet",
      repair: "Fragen Sie, ob der Zugang gebraucht wird; sonst beenden Sie ihn.",
    },
    email_domain_not_allowed: {
      title: "E-Mail aus einer Domain, die nicht erlaubt ist",
      repair:
        "Geben Sie der Person eine andere E-Mail, erlauben Sie die Domain, oder beenden Sie den Zugang.",
    },
    role_missing: {
      title: "Rolle, die es nicht gibt",
      repair: "Nimmt dem Benutzer die Rolle.",
    },
    invite_role_missing: {
      title: "Einladung mit einer Rolle, die es nicht gibt",
      repair: "Nimmt die Rolle aus der Einladung.",
    },
  },
}
