import type { Words } from "../words"

export const people: Words["people"] = {
  title: "Personen",
  description: "Alle, die als Admin handeln dürfen oder es einmal durften.",
  person: "Person",
  name: "Name",
  access: "Zugang",
  search: "Nach Name oder E-Mail suchen",
  empty: "Keine Personen",
  views: {
    label: "Welche Personen",
    users: "Benutzer",
    invited: "Eingeladen",
    invited_count: "Eingeladen ({{number}})",
  },
  matching_invites: {
    found_one: "Eine nicht angenommene Einladung entspricht der Suche.",
    found_other: "{{count}} nicht angenommene Einladungen entsprechen der Suche.",
    show_one: "Einladung anzeigen",
    show_other: "Diese Einladungen anzeigen",
  },
  look: "Einzelheiten",
  open_user: "Benutzer öffnen",
  actions_of: "Aktionen für {{name}}",
  created_by: "von {{name}}",
  until: "Bis",
  offboarding_at: "Zugang endet am",
  import: "Importieren",
  more_actions: "Weitere Aktionen",
  revoke_all: {
    label: "Alle Sitzungen beenden",
    explanation:
      "Jedes Token und jede Sitzung aller Admins endet jetzt, auf allen Servern, ebenso jeder Link zum Setzen oder Zurücksetzen eines Passworts. Eine neue Anmeldung ist sofort möglich.",
    kept_title: "Was weiter gilt",
    kept: "Die Sitzung dieses Fensters und alle API-Schlüssel.",
    secret: "alle",
    submit: "Sitzungen aller beenden",
    done_one: "Die Sitzungen einer Person sind beendet, bis auf diese hier",
    done_other: "Die Sitzungen von {{count}} Personen sind beendet, bis auf diese hier",
  },
  add: {
    title: "Person hinzufügen",
    explanation: "Macht jemanden zum Admin dieses Shops oder lädt dazu ein.",
    way: "Womit die Person beginnt",
    ways: {
      invite: {
        label: "Einladung",
        description:
          "Die Person erhält eine E-Mail mit einem Link und ist Admin, sobald sie annimmt.",
        submit: "Einladung senden",
        done: "{{email}} ist eingeladen",
        without_email: {
          description:
            "Die Person ist Admin, sobald sie annimmt, mit einem Link, den Sie übergeben.",
          done: "{{email}} ist eingeladen",
          instead:
            "Kopieren Sie den Link der Einladung aus der Liste der Einladungen, und übergeben Sie ihn.",
        },
      },
      set_password: {
        label: "Link zum Setzen eines Passworts",
        description:
          "Die Person ist sofort Admin und erhält eine E-Mail, um ein Passwort festzulegen.",
        submit: "Person hinzufügen",
        done: "{{email}} erhält eine E-Mail, um ein Passwort festzulegen",
        without_email: {
          description: "Die Person ist sofort Admin und hat noch kein Passwort.",
          done: "{{email}} ist Admin und hat noch kein Passwort",
          instead:
            "Wählen Sie „Passwort“, und übergeben Sie eines: Ohne Passwort oder Link kann sich niemand anmelden.",
        },
      },
      password: {
        label: "Passwort",
        description: "Die Person kann sich sofort anmelden, mit einem Passwort, das Sie übergeben.",
        submit: "Person hinzufügen",
        done: "{{email}} kann sich jetzt anmelden",
      },
      single_sign_on: {
        label: "Einmalanmeldung (SSO)",
        description: "Die Person kann sich sofort anmelden, über einen anderen Anbieter.",
        submit: "Person hinzufügen",
        done: "{{email}} kann sich jetzt anmelden",
      },
    },
    email: "E-Mail",
    first_name: "Vorname",
    last_name: "Nachname",
    password: {
      label: "Passwort",
      hint: "Es wird nicht noch einmal angezeigt. Übergeben Sie es so, dass niemand mitliest.",
      generate: "Erzeugen",
      show: "Passwort anzeigen",
      hide: "Passwort verbergen",
      copy: "Passwort kopieren",
      copied: "Das Passwort ist kopiert",
      not_copied: "Das Passwort konnte nicht kopiert werden",
    },
    handover: {
      explanation: "Das erzeugte Passwort gibt es nur hier.",
      ask: "Ohne das Passwort schließen?",
      only_copy: "Es ist nicht kopiert und wird nicht noch einmal angezeigt.",
      close: "Schließen",
      leave: {
        title: "Vor dem Anlegen weggehen?",
        description:
          "Das erzeugte Passwort wird angezeigt, sobald die Person angelegt ist, und danach nicht noch einmal.",
        confirm: "Weggehen",
      },
    },
    provider: "Anbieter",
    choose_provider: "Anbieter auswählen",
    entity_id: "Kennung beim Anbieter",
    entity_id_hint: "Woran der Anbieter die Person erkennt, etwa eine E-Mail oder eine Nummer.",
    settings_unknown:
      "Wie man sich hier anmeldet und wie lang ein Passwort sein muss, konnte nicht geladen werden",
    roles_hint: "Sie können nur Rollen vergeben, die nicht mehr erlauben, als Sie selbst dürfen.",
    problems: {
      no_email: "Das ist keine E-Mail-Adresse",
      password_too_short_one: "Ein Passwort hat mindestens ein Zeichen",
      password_too_short_other: "Ein Passwort hat mindestens {{count}} Zeichen",
      password_too_long: "Dieses Passwort ist zu lang",
    },
  },
  columns: {
    person: "Person",
    status: "Status",
    login_methods: "Anmeldung",
    roles: "Rollen",
    last_login: "Letzte Anmeldung",
    last_seen: "Zuletzt gesehen",
    api_keys: "API-Schlüssel",
    created: "Angelegt",
    mfa: "Zweiter Faktor",
    tokens_valid_after: "Tokens gültig erst ab",
  },
  status: { active: "Aktiv", suspended: "Gesperrt", offboarded: "Zugang beendet" },
  login_methods: {
    password: "Passwort",
    password_not_set: "Passwort nicht gesetzt",
    none: "Keine Anmeldung",
  },
  last_login: {
    never: "Nie",
    within_7: "In den letzten 7 Tagen",
    within_30: "In den letzten 30 Tagen",
    before_90: "Vor mehr als 90 Tagen",
  },
  no_mfa: "Keiner",
  no_roles: "Keine",
  roles_forbidden: "Sie dürfen die Rollen nicht sehen und können deshalb keine vergeben.",
  roles_unknown: "Die Rollen konnten nicht geladen werden; gerade können Sie keine vergeben",
  no_api_keys: "Keine",
  key_until: "gilt bis {{at}}",
  recent_events: "Was zuletzt geschah",
  all_events: "Alles",
  no_events: "Im Verlauf steht nichts über diese Person",
  bulk: "Was mit den ausgewählten Personen geschehen soll",
  chosen: "Die ausgewählten Personen",
  selected_one: "Eine Person ausgewählt",
  selected_other: "{{count}} Personen ausgewählt",
  clear_selection: "Auswahl aufheben",
  without_oneself: "Beim Sperren und beim Beenden des Zugangs werden Sie ausgelassen.",
  confirm: "Zur Bestätigung {{secret}} eingeben",
  confirm_otherwise: "Das ist nicht Buchstabe für Buchstabe dasselbe.",
  progress: "{{done}} von {{total}}",
  stopped: {
    title: "Angehalten",
    done: "Bis dahin erledigt: {{count}}. Das bleibt.",
    untried: "Noch nicht begonnen: {{count}}. Das lässt sich nachholen.",
  },
  left: "Sie haben die Seite mittendrin verlassen. Erledigt: {{done}}. Fehlgeschlagen: {{failed}}. Nicht begonnen: {{untried}}.",
  logged_out:
    "Sie wurden mittendrin abgemeldet. Erledigt: {{done}}. Fehlgeschlagen: {{failed}}. Nicht erledigt: {{untried}}.",
  ends_own_session_by_email:
    "Das sind Sie selbst: Sie müssen sich danach mit der neuen Adresse anmelden.",
  ends_own_session_one: "Das sind Sie selbst: Sie müssen sich danach neu anmelden.",
  ends_own_session_other:
    "Sie sind selbst dabei. Ihre eigenen Sitzungen enden zuletzt, und Sie müssen sich danach neu anmelden.",
  failed_one: "Bei einer Person ist es fehlgeschlagen",
  failed_other: "Bei {{count}} Personen ist es fehlgeschlagen",
  fields: {
    reason: "Grund",
    reason_hint: "Kommt in den Verlauf, den auch die Person lesen kann, solange sie Zugang hat.",
    until: "Bis",
    until_hint:
      "Dann endet die Sperre von selbst. Zeitzone: {{zone}}. Ohne Angabe, wenn jemand sie aufhebt.",
    at: "Zeitpunkt",
    at_hint: "Zeitzone: {{zone}}. Ohne Angabe endet der Zugang sofort.",
    zone: "Zeitzone: {{zone}}.",
    no_date: "Der Zeitpunkt fehlt. Sofort endet der Zugang über „Zugang beenden“.",
    in_the_past: "Das liegt in der Vergangenheit",
    new_email: "Neue E-Mail",
    new_email_again: "Neue E-Mail, noch einmal",
    no_email: "Das ist keine E-Mail-Adresse",
    revoke_api_keys: "API-Schlüssel widerrufen",
    revoke_api_keys_hint:
      "Die geheimen Schlüssel, die die Person angelegt hat, auch mit Hilfe anderer Schlüssel.",
    revoke_api_keys_unknown:
      "Wie es in diesem Shop eingestellt ist; das konnte nicht geladen werden. Was endet, steht oben.",
  },
  scheduled: {
    one: "Bereits geplant für {{at}}; diese Planung wird hiermit ersetzt.",
    reason: "Grund der Planung: {{reason}}",
    api_keys: {
      kept: "Die API-Schlüssel sollten gültig bleiben.",
      revoked: "Die API-Schlüssel sollten widerrufen werden.",
    },
    instead: "Mit „{{action}}“ lässt sie sich verschieben, und der Rest bleibt, wie er ist.",
    gone: "Das ist nicht mehr geplant: Jemand hat es abgesagt, oder es ist geschehen.",
    some_one:
      "Bei einer Person ist bereits ein Zeitpunkt geplant; er wird hiermit ersetzt, samt Grund und Entscheidung über API-Schlüssel.",
    some_other:
      "Bei {{count}} Personen ist bereits ein Zeitpunkt geplant; er wird hiermit ersetzt, samt Grund und Entscheidung über API-Schlüssel.",
    list: "Zeitpunkte, die ersetzt werden",
  },
  preview: {
    title: "Was damit endet",
    title_at: "Was damit am {{at}} endet",
    tokens_at: "Alle Tokens und Sitzungen, auf allen Servern",
    until_then:
      "Nach heutigem Stand: Es gilt, was es dann gibt. Bis dahin endet nichts, und es lässt sich absagen.",
    asking: "Es wird für jede Person ermittelt, was endet. Erst danach kann es losgehen.",
    tokens: "Alle Tokens und Sitzungen, sofort, auf allen Servern",
    identities_removed_one: "Eine Anmeldung",
    identities_removed_other: "{{count}} Anmeldungen",
    identities_unlinked_one: "Der Admin-Teil einer Anmeldung, die auch einem Kunden gehört",
    identities_unlinked_other: "Der Admin-Teil von {{count}} Anmeldungen, die auch Kunden gehören",
    vouched_logins_removed_one: "Eine Anmeldung, die die Person für jemand anderen angelegt hatte",
    vouched_logins_removed_other: "{{count}} Anmeldungen, die die Person für andere angelegt hatte",
    reset_tokens_removed_one: "Ein Link, um ein Passwort zu setzen oder zurückzusetzen",
    reset_tokens_removed_other: "{{count}} Links, um ein Passwort zu setzen oder zurückzusetzen",
    api_keys_revoked_one: "Ein API-Schlüssel",
    api_keys_revoked_other: "{{count}} API-Schlüssel",
    invites_cancelled_one: "Eine offene Einladung",
    invites_cancelled_other: "{{count}} offene Einladungen",
    refused_one: "Bei einer Person würde es abgelehnt",
    refused_other: "Bei {{count}} Personen würde es abgelehnt",
    key_names: "Schlüssel: {{names}}",
    kept_key_names: "Schlüssel, die weiter gelten: {{names}}",
    by_person: "Was bei wem endet",
    scheduled_offboardings_left_one:
      "Ein Termin, an dem die Person den Zugang von jemandem enden lässt, bleibt bestehen.",
    scheduled_offboardings_left_other:
      "{{count}} Termine, an denen die Person Zugänge enden lässt, bleiben bestehen.",
    kept_api_keys_one:
      "Ein API-Schlüssel von jemandem, der nicht mehr da ist, gilt weiter. Darüber muss jemand entscheiden.",
    kept_api_keys_other:
      "{{count}} API-Schlüssel von Personen, die nicht mehr da sind, gelten weiter. Darüber muss jemand entscheiden.",
  },
  actions: {
    suspend: {
      label: "Sperren",
      title_one: "{{name}} sperren",
      title_other: "{{count}} Personen sperren",
      explanation:
        "Alle Tokens und Sitzungen enden jetzt, ebenso Links zum Setzen oder Zurücksetzen eines Passworts, auch für andere angeforderte. Niemand meldet sich an, API-Schlüssel ruhen. Sonst wird nichts gelöscht. Eine E-Mail teilt es mit.",
      done_one: "{{name}} ist gesperrt",
      done_other: "{{count}} Personen sind gesperrt",
      awaits_password_one:
        "{{name}} hat noch kein Passwort und braucht nach dem Entsperren einen neuen Link: „{{action}}“.",
      awaits_password_other:
        "{{count}} Personen haben noch kein Passwort und brauchen nach dem Entsperren einen neuen Link: „{{action}}“.",
      without_email: {
        explanation:
          "Alle Tokens und Sitzungen enden jetzt, ebenso Links zum Setzen oder Zurücksetzen eines Passworts, auch für andere angeforderte. Niemand meldet sich an, API-Schlüssel ruhen. Sonst wird nichts gelöscht.",
        done_one: "{{name}} ist gesperrt",
        done_other: "{{count}} Personen sind gesperrt",
        instead: "Sagen Sie es der Person selbst.",
      },
    },
    change_suspension: {
      label: "Sperre ändern",
      title_one: "Sperre von {{name}} ändern",
      title_other: "Sperre von {{count}} Personen ändern",
      explanation:
        "In der Zwischenzeit kommt niemand hinein. Ohne Ende dauert sie, bis jemand die Person entsperrt. Ein anderes Ende teilt eine E-Mail mit, einen anderen Grund nicht.",
      done_one: "Die Sperre von {{name}} ist geändert",
      done_other: "Die Sperre von {{count}} Personen ist geändert",
      without_email: {
        explanation:
          "In der Zwischenzeit kommt niemand hinein. Ohne Ende dauert sie, bis jemand die Person entsperrt.",
        done_one: "Die Sperre von {{name}} ist geändert",
        done_other: "Die Sperre von {{count}} Personen ist geändert",
        instead: "Sagen Sie der Person selbst, wenn sich das Ende ändert.",
      },
    },
    reactivate: {
      label: "Entsperren",
      title_one: "{{name}} entsperren",
      title_other: "{{count}} Personen entsperren",
      explanation:
        "Anmeldung und API-Schlüssel gehen wieder. Tokens von früher bleiben ungültig, ebenso Links zum Setzen oder Zurücksetzen eines Passworts. Eine E-Mail teilt es mit.",
      done_one: "{{name}} ist wieder aktiv",
      done_other: "{{count}} Personen sind wieder aktiv",
      awaits_password_one:
        "{{name}} hat noch kein Passwort und braucht zuerst einen neuen Link: „{{action}}“.",
      awaits_password_other:
        "{{count}} Personen haben noch kein Passwort und brauchen zuerst einen neuen Link: „{{action}}“.",
      without_email: {
        explanation:
          "Anmeldung und API-Schlüssel gehen wieder. Tokens von früher bleiben ungültig, ebenso Links zum Setzen oder Zurücksetzen eines Passworts.",
        done_one: "{{name}} ist wieder aktiv",
        done_other: "{{count}} Personen sind wieder aktiv",
        instead: "Sagen Sie es der Person selbst.",
      },
    },
    revoke_sessions: {
      label: "Sitzungen beenden",
      title_one: "Die Sitzungen von {{name}} beenden",
      title_other: "Die Sitzungen von {{count}} Personen beenden",
      explanation:
        "Alle Tokens und Sitzungen enden jetzt, ebenso Links zum Setzen oder Zurücksetzen eines Passworts, auch für andere angeforderte. Mit einem Passwort oder über einen Anbieter ist eine neue Anmeldung sofort möglich.",
      done_one: "{{name}} muss sich neu anmelden",
      done_other: "{{count}} Personen müssen sich neu anmelden",
      awaits_password_one:
        "{{name}} hat noch kein Passwort und braucht jetzt einen neuen Link: „{{action}}“.",
      awaits_password_other:
        "{{count}} Personen haben noch kein Passwort und brauchen jetzt einen neuen Link: „{{action}}“.",
    },
    send_password_link: {
      label: "Link zum Setzen eines Passworts senden",
      title_one: "{{name}} einen Link zum Setzen eines Passworts senden",
      title_other: "{{count}} Personen einen Link zum Setzen eines Passworts senden",
      explanation:
        "Ein Passwort gibt es noch nicht. Eine weitere E-Mail wird gesendet, und die Links von früher enden.",
      done_one: "{{name}} erhält eine E-Mail, um ein Passwort festzulegen",
      done_other: "{{count}} Personen erhalten eine E-Mail, um ein Passwort festzulegen",
      without_email: {
        explanation: "Ein Passwort gibt es noch nicht. Die Links von früher enden.",
        done_one: "Für {{name}} gibt es einen neuen Link zum Setzen eines Passworts",
        done_other: "Für {{count}} Personen gibt es neue Links zum Setzen eines Passworts",
        instead:
          "So bekommt niemand den Link. Senden Sie ihn, sobald E-Mails verschickt werden können.",
      },
    },
    send_reset_link: {
      label: "Link zum Zurücksetzen des Passworts senden",
      title_one: "{{name}} einen Link zum Zurücksetzen des Passworts senden",
      title_other: "{{count}} Personen einen Link zum Zurücksetzen des Passworts senden",
      explanation:
        "Damit wird ein anderes Passwort gewählt. Bis dahin gilt das bisherige weiter; die Links von früher enden.",
      done_one: "{{name}} erhält eine E-Mail, um das Passwort zurückzusetzen",
      done_other: "{{count}} Personen erhalten eine E-Mail, um das Passwort zurückzusetzen",
      without_email: {
        explanation: "Das bisherige Passwort gilt weiter; die Links von früher enden.",
        done_one: "Für {{name}} gibt es einen neuen Link zum Zurücksetzen des Passworts",
        done_other: "Für {{count}} Personen gibt es neue Links zum Zurücksetzen des Passworts",
        instead:
          "So bekommt niemand den Link. Senden Sie ihn, sobald E-Mails verschickt werden können.",
      },
    },
    change_email: {
      label: "E-Mail ändern",
      title_one: "Die E-Mail von {{name}} ändern",
      title_other: "Die E-Mail von {{count}} Personen ändern",
      explanation:
        "Benutzer und Passwort-Anmeldung ändern sich zusammen. Alle Tokens enden, und mit ihnen die Links zum Setzen eines Passworts, die die Person bekommen oder angefordert hat. Beide Adressen erfahren davon.",
      done_one: "Die E-Mail ist geändert",
      done_other: "{{count}} E-Mails sind geändert",
      without_email: {
        explanation:
          "Benutzer und Passwort-Anmeldung ändern sich zusammen. Alle Tokens enden, und mit ihnen die Links zum Setzen eines Passworts, die die Person bekommen oder angefordert hat.",
        done_one: "Die E-Mail ist geändert",
        done_other: "{{count}} E-Mails sind geändert",
        instead: "Sagen Sie es der Person selbst.",
      },
    },
    offboard: {
      label: "Zugang beenden",
      title_one: "Den Zugang von {{name}} beenden",
      title_other: "Die Zugänge von {{count}} Personen beenden",
      explanation:
        "Beendet jede Art von Zugang. Später lässt er sich wiederherstellen, mit nichts vom alten Zugang.",
      done_one: "{{name}} hat keinen Zugang mehr",
      done_other: "{{count}} Personen haben keinen Zugang mehr",
      schedule: "Ende des Zugangs planen",
      scheduled_one: "Das Ende des Zugangs von {{name}} ist geplant",
      scheduled_other: "Das Ende des Zugangs von {{count}} Personen ist geplant",
    },
    change_offboarding: {
      label: "Zeitpunkt ändern",
      title_one: "Das geplante Ende des Zugangs von {{name}} ändern",
      title_other: "{{count}} geplante Enden von Zugängen ändern",
      explanation: "Was Sie nicht ändern, bleibt, wie es ist. Bis zu dem Zeitpunkt endet nichts.",
      done_one: "Das geplante Ende des Zugangs von {{name}} ist geändert",
      done_other: "{{count}} geplante Enden von Zugängen sind geändert",
    },
    cancel_offboarding: {
      label: "Geplantes Ende absagen",
      title_one: "Das geplante Ende des Zugangs von {{name}} absagen",
      title_other: "Das geplante Ende des Zugangs von {{count}} Personen absagen",
      explanation: "An dem Tag geschieht nichts.",
      done_one: "{{name}} bleibt",
      done_other: "{{count}} Personen bleiben",
    },
    restore: {
      label: "Wiederherstellen",
      title_one: "{{name}} wiederherstellen",
      title_other: "{{count}} Personen wiederherstellen",
      explanation:
        "Derselbe Benutzer kommt zurück, mit nichts vom alten Zugang, und erhält eine E-Mail, um ein Passwort festzulegen.",
      done_one: "{{name}} ist zurück und erhält eine E-Mail, um ein Passwort festzulegen",
      done_other:
        "{{count}} Personen sind zurück und erhalten eine E-Mail, um ein Passwort festzulegen",
      without_email: {
        explanation: "Derselbe Benutzer kommt zurück, mit nichts vom alten Zugang.",
        done_one: "{{name}} ist zurück und hat noch kein Passwort",
        done_other: "{{count}} Personen sind zurück und haben noch kein Passwort",
        instead:
          "Ohne einen Link zum Setzen eines Passworts kann sich niemand anmelden. Senden Sie ihn, sobald E-Mails verschickt werden können.",
      },
      without_password: {
        explanation:
          "Derselbe Benutzer kommt zurück, mit nichts vom alten Zugang, also auch ohne Anmeldung. Er bekommt eine, indem er sich beim Anbieter mit dieser E-Mail anmeldet.",
        done_one: "{{name}} ist zurück und bekommt eine Anmeldung durch den Anbieter",
        done_other: "{{count}} Personen sind zurück und bekommen eine Anmeldung durch den Anbieter",
      },
    },
  },
}
