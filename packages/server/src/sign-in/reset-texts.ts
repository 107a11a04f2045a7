import type { MailLanguage } from '../mail/mail-language.ts'

/** The sentences of the page behind a link to set the password anew, in one language, beside those of AcceptTexts. */
export interface ResetTexts {
  title: string
  password: string
  button: string
  done: string
  signIn: string
  notUsable: string
  expired: string
  askAgain: string
}

/** None of the sentences says whether its reader is a man or a woman. */
export const RESET_TEXTS: Record<MailLanguage, ResetTexts> = {
  en: {
    title: 'Set a new password',
    password: 'New password',
    button: 'Set the password',
    done: 'Your password is set',
    signIn: 'From now on you sign in as {{email}} with your new password.',
    notUsable: 'This link was used, was replaced by a newer one, or is not one that was sent.',
    expired: 'This link has expired.',
    askAgain: 'Ask for a new one where you sign in.',
  },
  de: {
    title: 'Neues Passwort wählen',
    password: 'Neues Passwort',
    button: 'Passwort speichern',
    done: 'Ihr Passwort ist gesetzt',
    signIn: 'Ab jetzt melden Sie sich als {{email}} mit dem neuen Passwort an.',
    notUsable: 'Dieser Link wurde schon benutzt, durch einen neueren ersetzt oder nie verschickt.',
    expired: 'Dieser Link ist abgelaufen.',
    askAgain: 'Fordern Sie dort, wo Sie sich anmelden, einen neuen an.',
  },
  fr: {
    title: 'Choisir un nouveau mot de passe',
    password: 'Nouveau mot de passe',
    button: 'Enregistrer le mot de passe',
    done: 'Votre mot de passe est enregistré',
    signIn: 'Désormais, connectez-vous en tant que {{email}} avec votre nouveau mot de passe.',
    notUsable: 'Ce lien a déjà servi, a été remplacé par un plus récent ou n’a jamais été envoyé.',
    expired: 'Ce lien a expiré.',
    askAgain: 'Demandez-en un nouveau sur la page de connexion.',
  },
  es: {
    title: 'Elegir una contraseña nueva',
    password: 'Contraseña nueva',
    button: 'Guardar la contraseña',
    done: 'Su contraseña está guardada',
    signIn: 'A partir de ahora inicia sesión como {{email}} con su contraseña nueva.',
    notUsable: 'Este enlace ya se usó, fue sustituido por uno más reciente o nunca se envió.',
    expired: 'Este enlace ha caducado.',
    askAgain: 'Pida uno nuevo donde inicia sesión.',
  },
  pt: {
    title: 'Escolher uma nova palavra-passe',
    password: 'Nova palavra-passe',
    button: 'Guardar a palavra-passe',
    done: 'A sua palavra-passe está guardada',
    signIn: 'A partir de agora inicia sessão como {{email}} com a nova palavra-passe.',
    notUsable: 'Este link já foi usado, foi substituído por um mais recente ou nunca foi enviado.',
    expired: 'Este link expirou.',
    askAgain: 'Peça um novo na página onde inicia sessão.',
  },
  it: {
    title: 'Scegliere una nuova password',
    password: 'Nuova password',
    button: 'Salva la password',
    done: 'La Sua password è salvata',
    signIn: 'D’ora in poi accede come {{email}} con la nuova password.',
    notUsable: 'Questo link è già stato usato, è stato sostituito da uno più recente o non è mai stato inviato.',
    expired: 'Questo link è scaduto.',
    askAgain: 'Ne chieda uno nuovo dove effettua l’accesso.',
  },
  nl: {
    title: 'Een nieuw wachtwoord kiezen',
    password: 'Nieuw wachtwoord',
    button: 'Wachtwoord opslaan',
    done: 'Uw wachtwoord is opgeslagen',
    signIn: 'Vanaf nu meldt u zich aan als {{email}} met uw nieuwe wachtwoord.',
    notUsable: 'Deze link is al gebruikt, door een nieuwere vervangen of nooit verstuurd.',
    expired: 'Deze link is verlopen.',
    askAgain: 'Vraag een nieuwe aan op de plek waar u zich aanmeldt.',
  },
  pl: {
    title: 'Wybór nowego hasła',
    password: 'Nowe hasło',
    button: 'Zapisz hasło',
    done: 'Hasło zostało zapisane',
    signIn: 'Od teraz logowanie odbywa się jako {{email}} z nowym hasłem.',
    notUsable: 'Ten link został już użyty, zastąpiony nowszym albo nigdy nie został wysłany.',
    expired: 'Ten link wygasł.',
    askAgain: 'O nowy można poprosić na stronie logowania.',
  },
}
