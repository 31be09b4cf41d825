import type { Words } from "../words"

export const refusals: Words["refusals"] = {
  foreign_page:
    "Das Backend nimmt von der Adresse dieser Seite keine Änderungen an. Tragen Sie sie in http.adminCors ein, oder öffnen Sie das Dashboard unter der Adresse des Backends.",
  access_unknown:
    "Das Backend kann gerade nicht sagen, wer handeln darf. Versuchen Sie es gleich noch einmal.",
  permission_lost: "Das dürfen Sie nicht mehr.",
  last_admin:
    "Sonst könnte sich niemand mehr als Admin anmelden. Fügen Sie zuerst einen anderen Admin hinzu.",
  self_offboarding:
    "Sie können den eigenen Zugang nicht beenden. Bitten Sie einen anderen Admin darum.",
  self_suspension: "Sie können sich nicht selbst sperren. Bitten Sie einen anderen Admin darum.",
  self_cancellation:
    "Sie können das Ende des eigenen Zugangs nicht absagen. Bitten Sie einen anderen Admin darum.",
  user_is_offboarded: "Der Zugang dieser Person ist beendet. Stellen Sie ihn zuerst wieder her.",
  user_is_suspended: "Diese Person ist gesperrt. Entsperren Sie sie stattdessen.",
  user_is_not_suspended:
    "Diese Person ist nicht mehr gesperrt: Jemand hat sie entsperrt, oder die Sperre ist vorbei. Es wurde nichts geändert.",
  user_not_found: "Diese Person gibt es nicht mehr.",
  at_in_the_past: "Dieses Datum ist vorbei. Wählen Sie eines in der Zukunft.",
  until_in_the_past: "Dieses Datum ist vorbei. Wählen Sie eines in der Zukunft.",
  no_scheduled_offboarding: "Für diese Person ist kein Ende des Zugangs mehr geplant.",
  revoked_lately: "Sie haben in der letzten Minute schon alle Sitzungen beendet.",
  too_many_resets:
    "Diese Person hat in der letzten Stunde genug Links bekommen. Versuchen Sie es später noch einmal.",
  password_too_weak: "Dieses Passwort ist zu kurz oder zu lang.",
  email_invalid: "Das ist keine E-Mail-Adresse.",
  email_mixes_scripts:
    "In einem Wort dieser E-Mail sind lateinische, kyrillische oder griechische Buchstaben gemischt: Sie kann wie die E-Mail von jemand anderem aussehen.",
  login_taken:
    "Diese Anmeldung gehört einem anderen Benutzer. Beenden Sie zuerst dessen Zugang, oder verwenden Sie eine andere.",
  logins_ambiguous:
    "Welche Anmeldung dieser Person bleiben soll, lässt sich nicht sagen: Das muss jemand entscheiden.",
  finding_changed:
    "Bei dieser Person hat sich inzwischen etwas geändert. Sehen Sie die Befunde noch einmal an.",
  email_taken: "Ein Benutzer hat diese E-Mail bereits.",
  email_domain_not_allowed: "E-Mails dieser Domain sind in diesem Shop nicht erlaubt.",
  email_not_found:
    "Es gibt keine E-Mail, die noch einmal zu senden wäre: Sie ist gesendet oder unterwegs.",
  auth_provider_unknown: "Über diesen Anbieter können Admins sich nicht anmelden.",
  roles_unavailable: "Rollen lassen sich nicht vergeben: Dieser Shop verwendet keine.",
  too_busy: "Darauf warten schon viele. Versuchen Sie es in einem Augenblick noch einmal.",
  too_many_downloads:
    "Es laufen zu viele Downloads. Versuchen Sie es in einem Augenblick noch einmal.",
  import_row_returning: "Jemand mit dieser E-Mail hatte Zugang, der beendet wurde.",
  import_row_repeated: "Eine frühere Zeile hat dieselbe E-Mail oder dieselbe Anmeldung.",
  import_file_invalid: "Das ist keine CSV-Datei von höchstens 100 MiB.",
  import_not_ready:
    "Der Import kann nicht beginnen: Etwas in der Datei ist falsch, nichts bleibt zu tun, oder jemand war schneller.",
  import_not_found: "Diesen Import gibt es nicht.",
  access_review_not_found: "Diese Zugangsprüfung gibt es nicht.",
  access_review_item_not_found: "Diese Zeile gehört nicht zu der Zugangsprüfung.",
  access_review_closed:
    "Diese Zugangsprüfung ist abgeschlossen, und was entschieden wurde, bleibt.",
  access_review_undecided:
    "Über einige Zeilen ist noch nicht entschieden. Entscheiden Sie zuerst über diese.",
  access_review_removal_stays:
    "Dieser Person wurde in dieser Zugangsprüfung der Zugang entzogen, und dabei bleibt es.",
  duplicate: "Jemand anders hat diese E-Mail oder diese Anmeldung bereits.",
  forbidden: "Das dürfen Sie nicht. Meldung des Backends (englisch): {{message}}",
  gone: "Das gibt es nicht mehr, oder gab es nie.",
  conflict:
    "Jemand anderes hat das gleichzeitig geändert. Sehen Sie nach, und versuchen Sie es noch einmal.",
  failed: "Das Backend ist daran gescheitert. Seine Meldung (englisch): {{message}}",
  invalid: "So nimmt das Backend das nicht an. Seine Meldung (englisch): {{message}}",
  too_many:
    "Vom Backend wurde zu viel auf einmal verlangt. Versuchen Sie es in einem Augenblick noch einmal.",
  unreachable:
    "Das Backend antwortet nicht. Prüfen Sie die Verbindung, und versuchen Sie es noch einmal.",
  timed_out:
    "Das Backend hat nicht rechtzeitig geantwortet. Was verlangt war, ist vielleicht trotzdem geschehen: Sehen Sie noch einmal nach.",
  not_the_backend:
    "Geantwortet hat nicht das Backend, sondern etwas anderes, etwa eine Seite zum Anmelden. Laden Sie diese Seite neu.",
}
