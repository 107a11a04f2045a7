import type { MailLanguage } from '../mail-language.ts'

export type ImportEnding = 'COMMITTED' | 'FAILED' | 'ABORTED'
export type ImportCount =
  | 'created'
  | 'updated'
  | 'reactivated'
  | 'unchanged'
  | 'skipped'
  | 'failed'
  | 'notReached'
  | 'deactivated'

/** The sentences of the mail about an import that has ended in one language, with places for values. */
export interface ImportEndedTexts {
  subject: Record<ImportEnding, string>
  greeting: string
  happened: Record<ImportEnding, string>
  /** Each is a line, where there is anything to count. */
  counts: Record<ImportCount, string>
  /** Where some rows were refused. */
  refused: string
  /** Why this mail came. */
  closing: string
}

/** None of the sentences says whether its reader is a man or a woman, nor do they change with a number. */
export const IMPORT_ENDED_TEXTS: Record<MailLanguage, ImportEndedTexts> = {
  en: {
    subject: {
      COMMITTED: 'Import done: {{file}}',
      FAILED: 'Import not finished: {{file}}',
      ABORTED: 'Import stopped: {{file}}',
    },
    greeting: 'Hello {{name}},',
    happened: {
      COMMITTED: 'Your import of {{file}} into {{organization}} is done.',
      FAILED:
        'Your import of {{file}} into {{organization}} could not be finished. What was applied stays; commit the import again to go on behind it.',
      ABORTED: 'Your import of {{file}} into {{organization}} was stopped by somebody. What was applied stays.',
    },
    counts: {
      created: 'Added: {{count}}',
      updated: 'Updated: {{count}}',
      reactivated: 'Reactivated: {{count}}',
      unchanged: 'Unchanged: {{count}}',
      skipped: 'Left out: {{count}}',
      failed: 'Refused: {{count}}',
      notReached: 'Not reached: {{count}}',
      deactivated: 'Deactivated: {{count}}',
    },
    refused:
      'The report of the import has a file of the refused rows with the reasons. Correct it and import it again.',
    closing: 'This mail comes when a large import has ended, to whoever committed it.',
  },
  de: {
    subject: {
      COMMITTED: 'Import fertig: {{file}}',
      FAILED: 'Import nicht abgeschlossen: {{file}}',
      ABORTED: 'Import angehalten: {{file}}',
    },
    greeting: 'Guten Tag {{name}},',
    happened: {
      COMMITTED: 'Ihr Import von {{file}} nach {{organization}} ist fertig.',
      FAILED:
        'Ihr Import von {{file}} nach {{organization}} konnte nicht abgeschlossen werden. Was übernommen wurde, bleibt; starten Sie den Import noch einmal, damit er dahinter weitergeht.',
      ABORTED:
        'Ihr Import von {{file}} nach {{organization}} wurde von jemandem angehalten. Was übernommen wurde, bleibt.',
    },
    counts: {
      created: 'Hinzugefügt: {{count}}',
      updated: 'Geändert: {{count}}',
      reactivated: 'Reaktiviert: {{count}}',
      unchanged: 'Unverändert: {{count}}',
      skipped: 'Ausgelassen: {{count}}',
      failed: 'Abgewiesen: {{count}}',
      notReached: 'Nicht erreicht: {{count}}',
      deactivated: 'Deaktiviert: {{count}}',
    },
    refused:
      'Der Bericht des Imports enthält eine Datei der abgewiesenen Zeilen mit den Gründen. Berichtigen Sie sie und importieren Sie sie noch einmal.',
    closing: 'Diese Mail kommt, wenn ein großer Import zu Ende ist, an die Person, die ihn gestartet hat.',
  },
  fr: {
    subject: {
      COMMITTED: 'Importation terminée : {{file}}',
      FAILED: 'Importation inachevée : {{file}}',
      ABORTED: 'Importation arrêtée : {{file}}',
    },
    greeting: 'Bonjour {{name}},',
    happened: {
      COMMITTED: 'Votre importation de {{file}} dans {{organization}} est terminée.',
      FAILED:
        'Votre importation de {{file}} dans {{organization}} n’a pas pu être achevée. Ce qui a été appliqué reste ; relancez l’importation pour continuer à la suite.',
      ABORTED:
        'Votre importation de {{file}} dans {{organization}} a été arrêtée par quelqu’un. Ce qui a été appliqué reste.',
    },
    counts: {
      created: 'Ajouts : {{count}}',
      updated: 'Modifications : {{count}}',
      reactivated: 'Réactivations : {{count}}',
      unchanged: 'Sans changement : {{count}}',
      skipped: 'Laissées de côté : {{count}}',
      failed: 'Refusées : {{count}}',
      notReached: 'Non atteintes : {{count}}',
      deactivated: 'Désactivations : {{count}}',
    },
    refused:
      'Le rapport de l’importation contient un fichier des lignes refusées avec les raisons. Corrigez-le et importez-le de nouveau.',
    closing: 'Ce message est envoyé à la fin d’une grande importation à la personne qui l’a lancée.',
  },
  es: {
    subject: {
      COMMITTED: 'Importación terminada: {{file}}',
      FAILED: 'Importación sin terminar: {{file}}',
      ABORTED: 'Importación detenida: {{file}}',
    },
    greeting: 'Hola, {{name}}:',
    happened: {
      COMMITTED: 'Su importación de {{file}} en {{organization}} ha terminado.',
      FAILED:
        'Su importación de {{file}} en {{organization}} no se pudo terminar. Lo aplicado permanece; vuelva a lanzar la importación para seguir a partir de ahí.',
      ABORTED: 'Alguien detuvo su importación de {{file}} en {{organization}}. Lo aplicado permanece.',
    },
    counts: {
      created: 'Altas: {{count}}',
      updated: 'Cambios: {{count}}',
      reactivated: 'Reactivaciones: {{count}}',
      unchanged: 'Sin cambios: {{count}}',
      skipped: 'Omitidas: {{count}}',
      failed: 'Rechazadas: {{count}}',
      notReached: 'No alcanzadas: {{count}}',
      deactivated: 'Desactivaciones: {{count}}',
    },
    refused:
      'El informe de la importación incluye un archivo de las filas rechazadas con los motivos. Corríjalo e impórtelo de nuevo.',
    closing: 'Este mensaje llega cuando termina una importación grande, a quien la lanzó.',
  },
  pt: {
    subject: {
      COMMITTED: 'Importação concluída: {{file}}',
      FAILED: 'Importação por concluir: {{file}}',
      ABORTED: 'Importação interrompida: {{file}}',
    },
    greeting: 'Olá, {{name}}!',
    happened: {
      COMMITTED: 'A sua importação de {{file}} para {{organization}} está concluída.',
      FAILED:
        'Não foi possível concluir a sua importação de {{file}} para {{organization}}. O que foi aplicado mantém-se; inicie a importação de novo para continuar a partir daí.',
      ABORTED:
        'A sua importação de {{file}} para {{organization}} foi interrompida por alguém. O que foi aplicado mantém-se.',
    },
    counts: {
      created: 'Adições: {{count}}',
      updated: 'Alterações: {{count}}',
      reactivated: 'Reativações: {{count}}',
      unchanged: 'Sem alteração: {{count}}',
      skipped: 'Deixadas de fora: {{count}}',
      failed: 'Recusadas: {{count}}',
      notReached: 'Não alcançadas: {{count}}',
      deactivated: 'Desativações: {{count}}',
    },
    refused:
      'O relatório da importação tem um ficheiro das linhas recusadas com os motivos. Corrija-o e importe-o de novo.',
    closing: 'Esta mensagem chega quando termina uma importação grande, a quem a iniciou.',
  },
  it: {
    subject: {
      COMMITTED: 'Importazione terminata: {{file}}',
      FAILED: 'Importazione non completata: {{file}}',
      ABORTED: 'Importazione interrotta: {{file}}',
    },
    greeting: 'Buongiorno {{name}},',
    happened: {
      COMMITTED: 'La Sua importazione di {{file}} in {{organization}} è terminata.',
      FAILED:
        'Non è stato possibile completare la Sua importazione di {{file}} in {{organization}}. Quanto applicato resta; avvii di nuovo l’importazione per proseguire da lì.',
      ABORTED:
        'La Sua importazione di {{file}} in {{organization}} è stata interrotta da qualcuno. Quanto applicato resta.',
    },
    counts: {
      created: 'Aggiunte: {{count}}',
      updated: 'Modifiche: {{count}}',
      reactivated: 'Riattivazioni: {{count}}',
      unchanged: 'Senza modifiche: {{count}}',
      skipped: 'Tralasciate: {{count}}',
      failed: 'Rifiutate: {{count}}',
      notReached: 'Non raggiunte: {{count}}',
      deactivated: 'Disattivazioni: {{count}}',
    },
    refused:
      'Il rapporto dell’importazione contiene un file delle righe rifiutate con i motivi. Lo corregga e lo importi di nuovo.',
    closing: 'Questo messaggio arriva alla fine di una grande importazione a chi l’ha avviata.',
  },
  nl: {
    subject: {
      COMMITTED: 'Import klaar: {{file}}',
      FAILED: 'Import niet afgerond: {{file}}',
      ABORTED: 'Import gestopt: {{file}}',
    },
    greeting: 'Beste {{name}},',
    happened: {
      COMMITTED: 'Uw import van {{file}} in {{organization}} is klaar.',
      FAILED:
        'Uw import van {{file}} in {{organization}} kon niet worden afgerond. Wat is overgenomen, blijft; start de import opnieuw om daarachter verder te gaan.',
      ABORTED: 'Uw import van {{file}} in {{organization}} is door iemand gestopt. Wat is overgenomen, blijft.',
    },
    counts: {
      created: 'Toegevoegd: {{count}}',
      updated: 'Gewijzigd: {{count}}',
      reactivated: 'Opnieuw geactiveerd: {{count}}',
      unchanged: 'Ongewijzigd: {{count}}',
      skipped: 'Weggelaten: {{count}}',
      failed: 'Geweigerd: {{count}}',
      notReached: 'Niet bereikt: {{count}}',
      deactivated: 'Gedeactiveerd: {{count}}',
    },
    refused:
      'Het verslag van de import bevat een bestand van de geweigerde rijen met de redenen. Verbeter het en importeer het opnieuw.',
    closing: 'Deze mail komt wanneer een grote import is beëindigd, bij wie hem heeft gestart.',
  },
  pl: {
    subject: {
      COMMITTED: 'Import zakończony: {{file}}',
      FAILED: 'Import nieukończony: {{file}}',
      ABORTED: 'Import zatrzymany: {{file}}',
    },
    greeting: 'Dzień dobry, {{name}}!',
    happened: {
      COMMITTED: 'Import pliku {{file}} do {{organization}} został zakończony.',
      FAILED:
        'Importu pliku {{file}} do {{organization}} nie udało się ukończyć. To, co zastosowano, pozostaje; proszę uruchomić import ponownie, aby był kontynuowany od tego miejsca.',
      ABORTED: 'Ktoś zatrzymał import pliku {{file}} do {{organization}}. To, co zastosowano, pozostaje.',
    },
    counts: {
      created: 'Dodane: {{count}}',
      updated: 'Zmienione: {{count}}',
      reactivated: 'Przywrócone: {{count}}',
      unchanged: 'Bez zmian: {{count}}',
      skipped: 'Pominięte: {{count}}',
      failed: 'Odrzucone: {{count}}',
      notReached: 'Nieprzetworzone: {{count}}',
      deactivated: 'Dezaktywowane: {{count}}',
    },
    refused:
      'Raport importu zawiera plik odrzuconych wierszy z przyczynami. Proszę go poprawić i zaimportować ponownie.',
    closing: 'Ta wiadomość przychodzi po zakończeniu dużego importu do osoby, która go uruchomiła.',
  },
}
