import type { MailLanguage } from '../mail-language.ts'

/** The sentences of the invite mail in one language, with places for values. */
export interface InviteTexts {
  subject: string
  greeting: string
  /** When nobody is named, because an import or a program asked. */
  opening: string
  openingBy: string
  /** The same in a mail that reminds of an earlier one. */
  reminder: { subject: string; opening: string; openingBy: string }
  act: string
  /** Above the organization's own message. */
  message: string
  button: string
  life: string
  buttonFails: string
  unexpected: string
}

/** None of the sentences says whether its reader is a man or a woman. */
export const INVITE_TEXTS: Record<MailLanguage, InviteTexts> = {
  en: {
    subject: 'You are invited to {{organization}}',
    greeting: 'Hello {{name}},',
    opening: 'You have been invited to {{organization}}.',
    openingBy: '{{inviter}} has invited you to {{organization}}.',
    reminder: {
      subject: 'A reminder: you are invited to {{organization}}',
      opening: 'A reminder: you have been invited to {{organization}}, and your account is not confirmed yet.',
      openingBy: 'A reminder: {{inviter}} has invited you to {{organization}}, and your account is not confirmed yet.',
    },
    act: 'Accept the invite and choose your password to get started.',
    message: 'A message from {{organization}}:',
    button: 'Accept the invite',
    life: 'The link works once, for {{life}}: until {{until}}.',
    buttonFails: 'If the button does not work, open this address in your browser:',
    unexpected: 'If you did not expect this, you can ignore this mail. Nothing happens unless the link is used.',
  },
  de: {
    subject: 'Ihre Einladung zu {{organization}}',
    greeting: 'Guten Tag {{name}},',
    opening: 'Sie sind zu {{organization}} eingeladen.',
    openingBy: '{{inviter}} lädt Sie zu {{organization}} ein.',
    reminder: {
      subject: 'Erinnerung: Ihre Einladung zu {{organization}}',
      opening: 'Zur Erinnerung: Sie sind zu {{organization}} eingeladen, und Ihr Konto ist noch nicht bestätigt.',
      openingBy:
        'Zur Erinnerung: {{inviter}} hat Sie zu {{organization}} eingeladen, und Ihr Konto ist noch nicht bestätigt.',
    },
    act: 'Nehmen Sie die Einladung an und wählen Sie Ihr Passwort, um loszulegen.',
    message: 'Eine Nachricht von {{organization}}:',
    button: 'Einladung annehmen',
    life: 'Der Link funktioniert einmal und {{life}} lang: bis {{until}}.',
    buttonFails: 'Wenn die Schaltfläche nicht funktioniert, öffnen Sie diese Adresse in Ihrem Browser:',
    unexpected:
      'Wenn Sie diese Nachricht nicht erwartet haben, können Sie sie ignorieren. Es geschieht nichts, solange der Link nicht benutzt wird.',
  },
  fr: {
    subject: 'Votre invitation à rejoindre {{organization}}',
    greeting: 'Bonjour {{name}},',
    opening: 'Vous avez reçu une invitation à rejoindre {{organization}}.',
    openingBy: '{{inviter}} vous invite à rejoindre {{organization}}.',
    reminder: {
      subject: 'Rappel : votre invitation à rejoindre {{organization}}',
      opening:
        'Pour rappel, vous avez reçu une invitation à rejoindre {{organization}}, et votre compte n’est pas encore confirmé.',
      openingBy:
        'Pour rappel, {{inviter}} vous a envoyé une invitation à rejoindre {{organization}}, et votre compte n’est pas encore confirmé.',
    },
    act: 'Acceptez l’invitation et choisissez votre mot de passe pour commencer.',
    message: 'Un message de {{organization}} :',
    button: 'Accepter l’invitation',
    life: 'Le lien fonctionne une seule fois, pendant {{life}} : jusqu’au {{until}}.',
    buttonFails: 'Si le bouton ne fonctionne pas, ouvrez cette adresse dans votre navigateur :',
    unexpected:
      'Si vous n’attendiez pas ce message, vous pouvez l’ignorer. Rien ne se passe tant que le lien n’est pas utilisé.',
  },
  es: {
    subject: 'Su invitación a {{organization}}',
    greeting: 'Hola, {{name}}:',
    opening: 'Ha recibido una invitación para unirse a {{organization}}.',
    openingBy: '{{inviter}} le invita a unirse a {{organization}}.',
    reminder: {
      subject: 'Recordatorio: su invitación a {{organization}}',
      opening:
        'Le recordamos que ha recibido una invitación para unirse a {{organization}} y que su cuenta aún no está confirmada.',
      openingBy:
        'Le recordamos que {{inviter}} le ha invitado a unirse a {{organization}} y que su cuenta aún no está confirmada.',
    },
    act: 'Acepte la invitación y elija su contraseña para empezar.',
    message: 'Un mensaje de {{organization}}:',
    button: 'Aceptar la invitación',
    life: 'El enlace funciona una sola vez, durante {{life}}: hasta el {{until}}.',
    buttonFails: 'Si el botón no funciona, abra esta dirección en su navegador:',
    unexpected: 'Si no esperaba este mensaje, puede ignorarlo. No ocurre nada mientras no se use el enlace.',
  },
  pt: {
    subject: 'O seu convite para {{organization}}',
    greeting: 'Olá {{name}},',
    opening: 'Recebeu um convite para entrar em {{organization}}.',
    openingBy: '{{inviter}} enviou-lhe um convite para entrar em {{organization}}.',
    reminder: {
      subject: 'Lembrete: o seu convite para {{organization}}',
      opening:
        'Lembramos que recebeu um convite para entrar em {{organization}} e que a sua conta ainda não está confirmada.',
      openingBy:
        'Lembramos que {{inviter}} lhe enviou um convite para entrar em {{organization}} e que a sua conta ainda não está confirmada.',
    },
    act: 'Aceite o convite e escolha a sua senha para começar.',
    message: 'Uma mensagem de {{organization}}:',
    button: 'Aceitar o convite',
    life: 'O link funciona uma única vez, durante {{life}}: até {{until}}.',
    buttonFails: 'Se o botão não funcionar, abra este endereço no seu navegador:',
    unexpected: 'Se não esperava esta mensagem, pode ignorá-la. Nada acontece enquanto o link não for usado.',
  },
  it: {
    subject: 'Il suo invito a {{organization}}',
    greeting: 'Buongiorno {{name}},',
    opening: 'Ha ricevuto un invito a unirsi a {{organization}}.',
    openingBy: '{{inviter}} la invita a unirsi a {{organization}}.',
    reminder: {
      subject: 'Promemoria: il suo invito a {{organization}}',
      opening:
        'Le ricordiamo che ha ricevuto un invito a unirsi a {{organization}} e che il suo account non è ancora confermato.',
      openingBy:
        'Le ricordiamo che {{inviter}} le ha inviato un invito a unirsi a {{organization}} e che il suo account non è ancora confermato.',
    },
    act: 'Accetti l’invito e scelga la sua password per iniziare.',
    message: 'Un messaggio da {{organization}}:',
    button: 'Accetta l’invito',
    life: 'Il link funziona una sola volta, per {{life}}: fino a {{until}}.',
    buttonFails: 'Se il pulsante non funziona, apra questo indirizzo nel suo browser:',
    unexpected:
      'Se non si aspettava questo messaggio, può ignorarlo. Non succede nulla finché il link non viene usato.',
  },
  nl: {
    subject: 'Uw uitnodiging voor {{organization}}',
    greeting: 'Hallo {{name}},',
    opening: 'U bent uitgenodigd voor {{organization}}.',
    openingBy: '{{inviter}} nodigt u uit voor {{organization}}.',
    reminder: {
      subject: 'Herinnering: uw uitnodiging voor {{organization}}',
      opening: 'Ter herinnering: u bent uitgenodigd voor {{organization}} en uw account is nog niet bevestigd.',
      openingBy:
        'Ter herinnering: {{inviter}} heeft u uitgenodigd voor {{organization}} en uw account is nog niet bevestigd.',
    },
    act: 'Accepteer de uitnodiging en kies uw wachtwoord om te beginnen.',
    message: 'Een bericht van {{organization}}:',
    button: 'Uitnodiging accepteren',
    life: 'De link werkt één keer, gedurende {{life}}: tot {{until}}.',
    buttonFails: 'Werkt de knop niet? Open dan dit adres in uw browser:',
    unexpected:
      'Verwachtte u dit bericht niet, dan kunt u het negeren. Er gebeurt niets zolang de link niet wordt gebruikt.',
  },
  pl: {
    subject: 'Zaproszenie do {{organization}}',
    greeting: 'Dzień dobry, {{name}}!',
    opening: 'Masz zaproszenie do {{organization}}.',
    openingBy: '{{inviter}} zaprasza Cię do {{organization}}.',
    reminder: {
      subject: 'Przypomnienie: zaproszenie do {{organization}}',
      opening: 'Przypomnienie: masz zaproszenie do {{organization}}, a konto nie jest jeszcze potwierdzone.',
      openingBy: 'Przypomnienie: {{inviter}} zaprasza Cię do {{organization}}, a konto nie jest jeszcze potwierdzone.',
    },
    act: 'Przyjmij zaproszenie i wybierz hasło, aby zacząć.',
    message: 'Wiadomość od {{organization}}:',
    button: 'Przyjmij zaproszenie',
    life: 'Link działa jeden raz. Ważność: {{life}}, do: {{until}}.',
    buttonFails: 'Jeśli przycisk nie działa, otwórz ten adres w przeglądarce:',
    unexpected:
      'Jeśli ta wiadomość jest nieoczekiwana, można ją zignorować. Nic się nie stanie, dopóki link nie zostanie użyty.',
  },
}
