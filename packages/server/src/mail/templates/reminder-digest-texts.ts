import type { MailLanguage } from '../mail-language.ts'

/** The sentences of the mail about reminders in one language, with places for values. */
export interface DigestTexts {
  subject: string
  greeting: string
  happened: string
  /** A line each. */
  counts: readonly [reminded: string, accepted: string, open: string]
  /** Above the names of those who have not accepted. */
  openNames: string
  /** What can be done for them. */
  advice: string
  /** Why this mail came, and how often it does. */
  closing: string
}

/** None of the sentences says whether its reader is a man or a woman, nor do they change with a number. */
export const DIGEST_TEXTS: Record<MailLanguage, DigestTexts> = {
  en: {
    subject: 'Reminders of your invites to {{organization}}',
    greeting: 'Hello {{name}},',
    happened: 'People whom you invited to {{organization}} were reminded by mail during the last day.',
    counts: ['Reminded: {{reminded}}', 'Accepted since: {{accepted}}', 'Not accepted yet: {{open}}'],
    openNames: 'Not accepted yet:',
    advice:
      'Is an address wrong? Correct it and send the invite again. Or ask them to look into their folder for unwanted mail.',
    closing: 'This mail comes once a day at most, because {{organization}} wants those who invite to know.',
  },
  de: {
    subject: 'Erinnerungen an Ihre Einladungen zu {{organization}}',
    greeting: 'Guten Tag {{name}},',
    happened:
      'Im Lauf des letzten Tages gingen Erinnerungen an Personen, die Sie zu {{organization}} eingeladen haben.',
    counts: ['Erinnert: {{reminded}}', 'Seitdem angenommen: {{accepted}}', 'Noch nicht angenommen: {{open}}'],
    openNames: 'Noch nicht angenommen:',
    advice:
      'Stimmt eine Adresse nicht? Berichtigen Sie sie und senden Sie die Einladung noch einmal. Oder bitten Sie um einen Blick in den Ordner für unerwünschte Mails.',
    closing: 'Diese Mail kommt höchstens einmal am Tag, weil {{organization}} möchte, dass Einladende davon wissen.',
  },
  fr: {
    subject: 'Rappels de vos invitations à rejoindre {{organization}}',
    greeting: 'Bonjour {{name}},',
    happened:
      'Au cours de la dernière journée, des rappels ont été envoyés à des personnes que vous avez invitées à rejoindre {{organization}}.',
    counts: [
      'Rappels envoyés : {{reminded}}',
      'Invitations acceptées depuis : {{accepted}}',
      'Invitations pas encore acceptées : {{open}}',
    ],
    openNames: 'Pas encore de réponse de :',
    advice:
      'Une adresse est fausse ? Corrigez-la et renvoyez l’invitation. Vous pouvez aussi leur demander de regarder parmi les courriers indésirables.',
    closing:
      'Ce message arrive au plus une fois par jour, car {{organization}} souhaite tenir au courant les personnes qui invitent.',
  },
  es: {
    subject: 'Recordatorios de sus invitaciones a {{organization}}',
    greeting: 'Hola, {{name}}:',
    happened: 'Durante el último día se enviaron recordatorios a personas que usted invitó a {{organization}}.',
    counts: [
      'Recordatorios enviados: {{reminded}}',
      'Invitaciones aceptadas desde entonces: {{accepted}}',
      'Invitaciones sin aceptar: {{open}}',
    ],
    openNames: 'Todavía sin aceptar:',
    advice:
      '¿Hay una dirección equivocada? Corríjala y envíe de nuevo la invitación. También puede pedirles que miren en la carpeta de correo no deseado.',
    closing:
      'Este mensaje llega como máximo una vez al día, porque {{organization}} quiere informar a quienes invitan.',
  },
  pt: {
    subject: 'Lembretes dos seus convites para {{organization}}',
    greeting: 'Olá, {{name}}!',
    happened: 'Durante o último dia foram enviados lembretes a pessoas que convidou para {{organization}}.',
    counts: [
      'Lembretes enviados: {{reminded}}',
      'Convites aceites desde então: {{accepted}}',
      'Convites ainda por aceitar: {{open}}',
    ],
    openNames: 'Ainda por aceitar:',
    advice:
      'Há um endereço errado? Corrija-o e envie o convite de novo. Também pode pedir que vejam na pasta de correio não solicitado.',
    closing: 'Esta mensagem chega no máximo uma vez por dia, porque {{organization}} quer informar quem convida.',
  },
  it: {
    subject: 'Promemoria dei Suoi inviti a {{organization}}',
    greeting: 'Buongiorno {{name}},',
    happened: 'Nell’ultimo giorno sono stati inviati promemoria a persone che Lei ha invitato a {{organization}}.',
    counts: [
      'Promemoria inviati: {{reminded}}',
      'Inviti accettati da allora: {{accepted}}',
      'Inviti non ancora accettati: {{open}}',
    ],
    openNames: 'Non hanno ancora accettato:',
    advice:
      'Un indirizzo è sbagliato? Lo corregga e invii di nuovo l’invito. Oppure chieda di guardare nella cartella della posta indesiderata.',
    closing:
      'Questo messaggio arriva al massimo una volta al giorno, perché {{organization}} vuole informare chi invita.',
  },
  nl: {
    subject: 'Herinneringen aan uw uitnodigingen voor {{organization}}',
    greeting: 'Beste {{name}},',
    happened:
      'In de afgelopen dag zijn herinneringen gestuurd aan mensen die u voor {{organization}} hebt uitgenodigd.',
    counts: ['Herinnerd: {{reminded}}', 'Sindsdien geaccepteerd: {{accepted}}', 'Nog niet geaccepteerd: {{open}}'],
    openNames: 'Nog niet geaccepteerd:',
    advice:
      'Klopt een adres niet? Verbeter het en stuur de uitnodiging opnieuw. Of vraag hun in de map voor ongewenste mail te kijken.',
    closing: 'Deze mail komt hoogstens één keer per dag, omdat {{organization}} wil dat wie uitnodigt op de hoogte is.',
  },
  pl: {
    subject: 'Przypomnienia o zaproszeniach do {{organization}}',
    greeting: 'Dzień dobry, {{name}}!',
    happened:
      'W ciągu ostatniej doby wysłano przypomnienia do osób, które mają od Pani/Pana zaproszenie do {{organization}}.',
    counts: [
      'Wysłane przypomnienia: {{reminded}}',
      'Przyjęte od tego czasu: {{accepted}}',
      'Jeszcze nieprzyjęte: {{open}}',
    ],
    openNames: 'Jeszcze nie przyjęli zaproszenia:',
    advice:
      'Adres jest błędny? Proszę go poprawić i wysłać zaproszenie ponownie. Można też poprosić o zajrzenie do folderu z niechcianą pocztą.',
    closing:
      'Ta wiadomość przychodzi najwyżej raz dziennie, ponieważ {{organization}} chce informować osoby, które zapraszają.',
  },
}
