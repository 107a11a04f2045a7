import type { MailLanguage } from '../mail-language.ts'

/** What became of an account: how its password changed, or that single sign-on leads into it now. */
export type AccountNotice = 'password-set' | 'password-changed' | 'sso-linked'

/** The sentences of the mails about what became of an account, in one language, with places for values. */
export interface AccountNoticeTexts {
  greeting: string
  titles: Record<AccountNotice, string>
  happened: Record<AccountNotice, string>
  /** Of a password that an administrator chose for once. */
  mustChange: string
  closing: string
}

/** None of the sentences says whether its reader is a man or a woman. */
export const ACCOUNT_NOTICE_TEXTS: Record<MailLanguage, AccountNoticeTexts> = {
  en: {
    greeting: 'Hello {{name}},',
    titles: {
      'password-set': 'A password was set for you',
      'password-changed': 'Your password was changed',
      'sso-linked': 'You signed in with single sign-on',
    },
    happened: {
      'password-set':
        'An administrator has set a password for your account at {{organization}} and will tell you what it is.',
      'password-changed':
        'The password of your account at {{organization}} was changed a moment ago. Wherever you were signed in with the old one, you are signed out.',
      'sso-linked':
        'You signed in to {{organization}} with single sign-on for the first time. From now on that is a way into your account; a link that was mailed to you before does not work any more.',
    },
    mustChange: 'When you sign in with it, you choose another that only you know.',
    closing: 'If this surprises you, tell the people who look after your account at once.',
  },
  de: {
    greeting: 'Guten Tag {{name}},',
    titles: {
      'password-set': 'Für Sie wurde ein Passwort gesetzt',
      'password-changed': 'Ihr Passwort wurde geändert',
      'sso-linked': 'Sie haben sich mit Single Sign-on angemeldet',
    },
    happened: {
      'password-set':
        'Für Ihr Konto bei {{organization}} hat die Verwaltung ein Passwort gesetzt und teilt es Ihnen mit.',
      'password-changed':
        'Das Passwort Ihres Kontos bei {{organization}} wurde gerade geändert. Wo Sie mit dem alten angemeldet waren, sind Sie nun abgemeldet.',
      'sso-linked':
        'Sie haben sich zum ersten Mal mit Single Sign-on bei {{organization}} angemeldet. Ab jetzt führt das in Ihr Konto; ein Link, der Ihnen vorher gemailt wurde, funktioniert nicht mehr.',
    },
    mustChange: 'Wenn Sie sich damit anmelden, wählen Sie ein anderes, das nur Sie kennen.',
    closing: 'Wenn Sie das überrascht, sagen Sie es sofort denen, die Ihr Konto betreuen.',
  },
  fr: {
    greeting: 'Bonjour {{name}},',
    titles: {
      'password-set': 'Un mot de passe a été défini pour vous',
      'password-changed': 'Votre mot de passe a été modifié',
      'sso-linked': 'Vous avez utilisé l’authentification unique',
    },
    happened: {
      'password-set':
        'L’administration a défini un mot de passe pour votre compte auprès de {{organization}} et vous le communiquera.',
      'password-changed':
        'Le mot de passe de votre compte auprès de {{organization}} vient d’être modifié. Partout où l’ancien servait, la session est fermée.',
      'sso-linked':
        'Votre première connexion à {{organization}} par l’authentification unique vient d’avoir lieu. Désormais, elle donne accès à votre compte ; un lien reçu auparavant ne fonctionne plus.',
    },
    mustChange: 'Lors de la connexion, vous en choisirez un autre, connu de vous uniquement.',
    closing: 'Si cela vous surprend, prévenez tout de suite les personnes qui gèrent votre compte.',
  },
  es: {
    greeting: 'Hola, {{name}}:',
    titles: {
      'password-set': 'Se le ha asignado una contraseña',
      'password-changed': 'Su contraseña ha cambiado',
      'sso-linked': 'Ha iniciado sesión con inicio de sesión único',
    },
    happened: {
      'password-set':
        'La administración ha asignado una contraseña a su cuenta en {{organization}} y se la comunicará.',
      'password-changed':
        'La contraseña de su cuenta en {{organization}} acaba de cambiar. Las sesiones abiertas con la anterior se han cerrado.',
      'sso-linked':
        'Ha entrado por primera vez en {{organization}} con el inicio de sesión único. Desde ahora es una forma de acceder a su cuenta; un enlace que recibió antes ya no funciona.',
    },
    mustChange: 'Al iniciar sesión con ella elegirá otra que solo usted conozca.',
    closing: 'Si esto le sorprende, avise enseguida a quienes gestionan su cuenta.',
  },
  pt: {
    greeting: 'Olá, {{name}}!',
    titles: {
      'password-set': 'Foi-lhe atribuída uma palavra-passe',
      'password-changed': 'A sua palavra-passe foi alterada',
      'sso-linked': 'Iniciou sessão com autenticação única',
    },
    happened: {
      'password-set': 'A administração atribuiu uma palavra-passe à sua conta em {{organization}} e irá comunicá-la.',
      'password-changed':
        'A palavra-passe da sua conta em {{organization}} acabou de ser alterada. As sessões abertas com a anterior foram terminadas.',
      'sso-linked':
        'Entrou pela primeira vez em {{organization}} com a autenticação única. A partir de agora é uma forma de aceder à sua conta; um link enviado antes já não funciona.',
    },
    mustChange: 'Ao iniciar sessão com ela, escolhe outra que só a própria pessoa conheça.',
    closing: 'Se isto é uma surpresa, avise de imediato quem gere a sua conta.',
  },
  it: {
    greeting: 'Buongiorno {{name}},',
    titles: {
      'password-set': 'Le è stata assegnata una password',
      'password-changed': 'La Sua password è stata cambiata',
      'sso-linked': 'Ha effettuato l’accesso con il single sign-on',
    },
    happened: {
      'password-set':
        'L’amministrazione ha assegnato una password al Suo account presso {{organization}} e gliela comunicherà.',
      'password-changed':
        'La password del Suo account presso {{organization}} è appena stata cambiata. Le sessioni aperte con quella vecchia sono state chiuse.',
      'sso-linked':
        'Per la prima volta ha effettuato l’accesso a {{organization}} con il single sign-on. D’ora in poi è una via d’accesso al Suo account; un link ricevuto prima non funziona più.',
    },
    mustChange: 'Al primo accesso ne sceglierà un’altra che conosce solo Lei.',
    closing: 'Se questo La sorprende, avvisi subito chi gestisce il Suo account.',
  },
  nl: {
    greeting: 'Beste {{name}},',
    titles: {
      'password-set': 'Er is een wachtwoord voor u ingesteld',
      'password-changed': 'Uw wachtwoord is gewijzigd',
      'sso-linked': 'U hebt zich aangemeld met single sign-on',
    },
    happened: {
      'password-set':
        'Het beheer heeft een wachtwoord ingesteld voor uw account bij {{organization}} en laat u weten wat het is.',
      'password-changed':
        'Het wachtwoord van uw account bij {{organization}} is zojuist gewijzigd. Overal waar u met het oude was aangemeld, bent u afgemeld.',
      'sso-linked':
        'U hebt zich voor het eerst met single sign-on bij {{organization}} aangemeld. Vanaf nu geeft dat toegang tot uw account; een link die u eerder kreeg, werkt niet meer.',
    },
    mustChange: 'Wanneer u zich ermee aanmeldt, kiest u een ander dat alleen u kent.',
    closing: 'Verrast dit u, laat het dan meteen weten aan wie uw account beheert.',
  },
  pl: {
    greeting: 'Dzień dobry, {{name}}!',
    titles: {
      'password-set': 'Ustawiono hasło do konta',
      'password-changed': 'Hasło zostało zmienione',
      'sso-linked': 'Logowanie przez jednokrotne logowanie',
    },
    happened: {
      'password-set': 'Administracja ustawiła hasło do konta w {{organization}} i je przekaże.',
      'password-changed':
        'Hasło do konta w {{organization}} zostało przed chwilą zmienione. Wszystkie sesje otwarte ze starym hasłem są zakończone.',
      'sso-linked':
        'Po raz pierwszy użyto jednokrotnego logowania (SSO), aby wejść do {{organization}}. Od teraz jest to droga do konta; link wysłany wcześniej już nie działa.',
    },
    mustChange: 'Przy logowaniu trzeba będzie wybrać inne, znane tylko Pani/Panu.',
    closing: 'Jeśli to zaskakuje, proszę od razu powiadomić osoby, które opiekują się kontem.',
  },
}
