import type { MailLanguage } from '../mail-language.ts'

/** The sentences of the mail with a link to set the password anew in one language, with places for values. */
export interface PasswordResetTexts {
  subject: string
  title: string
  greeting: string
  asked: string
  choose: string
  once: string
  button: string
  closing: string
}

/** None of the sentences says whether its reader is a man or a woman. */
export const PASSWORD_RESET_TEXTS: Record<MailLanguage, PasswordResetTexts> = {
  en: {
    subject: 'Set a new password for {{organization}}',
    title: 'Set a new password',
    greeting: 'Hello {{name}},',
    asked: 'somebody, most likely you, asked to set a new password for your account at {{organization}}.',
    choose: 'Choose it here:',
    once: 'The link works once, for {{minutes}} minutes.',
    button: 'Choose a new password',
    closing:
      'If you did not ask for this, you can ignore this mail: your password stays as it is unless the link is used.',
  },
  de: {
    subject: 'Neues Passwort für {{organization}} wählen',
    title: 'Neues Passwort wählen',
    greeting: 'Guten Tag {{name}},',
    asked: 'jemand, wahrscheinlich Sie selbst, möchte ein neues Passwort für Ihr Konto bei {{organization}} wählen.',
    choose: 'Wählen Sie es hier:',
    once: 'Der Link funktioniert einmal, {{minutes}} Minuten lang.',
    button: 'Neues Passwort wählen',
    closing:
      'Wenn Sie nicht darum gebeten haben, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist, solange niemand den Link benutzt.',
  },
  fr: {
    subject: 'Choisir un nouveau mot de passe pour {{organization}}',
    title: 'Choisir un nouveau mot de passe',
    greeting: 'Bonjour {{name}},',
    asked:
      'quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte auprès de {{organization}}.',
    choose: 'Choisissez-le ici :',
    once: 'Le lien fonctionne une seule fois, pendant {{minutes}} minutes.',
    button: 'Choisir un mot de passe',
    closing:
      'Si vous n’avez rien demandé, ignorez ce message : votre mot de passe reste le même tant que le lien n’est pas utilisé.',
  },
  es: {
    subject: 'Elegir una contraseña nueva para {{organization}}',
    title: 'Elegir una contraseña nueva',
    greeting: 'Hola, {{name}}:',
    asked: 'Alguien, probablemente usted, pidió una contraseña nueva para su cuenta en {{organization}}.',
    choose: 'Elíjala aquí:',
    once: 'El enlace funciona una sola vez, durante {{minutes}} minutos.',
    button: 'Elegir una contraseña',
    closing: 'Si no la ha pedido, puede ignorar este mensaje: su contraseña no cambia mientras no se use el enlace.',
  },
  pt: {
    subject: 'Escolher uma nova palavra-passe para {{organization}}',
    title: 'Escolher uma nova palavra-passe',
    greeting: 'Olá, {{name}}!',
    asked:
      'Alguém, provavelmente a própria pessoa que lê, pediu uma nova palavra-passe para a sua conta em {{organization}}.',
    choose: 'Escolha-a aqui:',
    once: 'O link funciona uma vez, durante {{minutes}} minutos.',
    button: 'Escolher a palavra-passe',
    closing:
      'Se não fez este pedido, pode ignorar esta mensagem: a sua palavra-passe fica como está enquanto o link não for usado.',
  },
  it: {
    subject: 'Scegliere una nuova password per {{organization}}',
    title: 'Scegliere una nuova password',
    greeting: 'Buongiorno {{name}},',
    asked: 'qualcuno, probabilmente Lei, ha chiesto una nuova password per il Suo account presso {{organization}}.',
    choose: 'La scelga qui:',
    once: 'Il link funziona una volta sola, per {{minutes}} minuti.',
    button: 'Scegliere la password',
    closing:
      'Se non l’ha chiesta, può ignorare questo messaggio: la Sua password resta com’è finché il link non viene usato.',
  },
  nl: {
    subject: 'Een nieuw wachtwoord kiezen voor {{organization}}',
    title: 'Een nieuw wachtwoord kiezen',
    greeting: 'Beste {{name}},',
    asked: 'Iemand, waarschijnlijk uzelf, heeft gevraagd om een nieuw wachtwoord voor uw account bij {{organization}}.',
    choose: 'Kies het hier:',
    once: 'De link werkt één keer, {{minutes}} minuten lang.',
    button: 'Wachtwoord kiezen',
    closing:
      'Hebt u hier niet om gevraagd, dan kunt u deze mail negeren: uw wachtwoord blijft zoals het is zolang de link niet wordt gebruikt.',
  },
  pl: {
    subject: 'Nowe hasło do {{organization}}',
    title: 'Wybór nowego hasła',
    greeting: 'Dzień dobry, {{name}}!',
    asked: 'Ktoś, zapewne z Pani/Pana strony, poprosił o nowe hasło do konta w {{organization}}.',
    choose: 'Hasło można wybrać tutaj:',
    once: 'Link działa raz, przez {{minutes}} minut.',
    button: 'Wybierz hasło',
    closing:
      'Jeśli ta prośba nie pochodzi od Pani/Pana, można ją pominąć: hasło się nie zmieni, dopóki nikt nie użyje linku.',
  },
}
