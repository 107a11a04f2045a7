import type { InviteEnd } from '../invites/invite.ts'
import type { MailLanguage } from '../mail/mail-language.ts'
import type { PasswordWeakness } from '../users/password.ts'

/** Why a link does not work, and what its holder can do. */
interface LinkTexts {
  message: string
  hint: string
}

/** The sentences of the page behind an activation link in one language, with places for values. */
export interface AcceptTexts {
  title: string
  correct: string
  welcome: string
  invited: string
  until: string
  notYet: string
  email: string
  name: string
  nameHint: string
  password: string
  rules: readonly string[]
  button: string
  done: string
  signIn: string
  close: string
  dead: string
  expired: string
  ends: Record<InviteEnd | 'EXPIRED', LinkTexts>
  askOrganization: string
  renew: string
  requested: string
  onItsWay: string
  nothingThere: string
  unknown: string
  notSent: string
  copyAll: string
  weaknesses: Record<PasswordWeakness, string>
  nameRequired: string
  nameNotAllowed: string
}

/** None of the sentences says whether its reader is a man or a woman. */
export const ACCEPT_TEXTS: Record<MailLanguage, AcceptTexts> = {
  en: {
    title: 'Join {{organization}}',
    correct: 'Please correct',
    welcome: 'Welcome, {{name}}',
    invited: '{{organization}} has invited you. Choose a password to confirm your account.',
    until: 'The link works once, until {{until}}.',
    notYet: 'Your account is not confirmed yet',
    email: 'Email address',
    name: 'Full name',
    nameHint: 'Correct it here if it is misspelt.',
    password: 'Password',
    rules: [
      'At least {{least}} characters: a few words that do not belong together are easy to remember.',
      'Any characters you like: spaces, accents and symbols count, and none are required.',
      'Not one of the passwords that many people use, nor two of them in a row.',
      'Not made of your name, your email address or the name of your organization.',
    ],
    button: 'Accept the invite',
    done: 'Your account is confirmed',
    signIn: 'From now on you sign in to {{organization}} as {{email}} with your new password.',
    close: 'You can close this page.',
    dead: 'This link does not work any more',
    expired: 'This link has expired',
    ends: {
      EXPIRED: {
        message: 'Links work for a limited time only, so that an old mail opens nothing.',
        hint: 'You can have a new one sent to the address that this one went to.',
      },
      USED: {
        message: 'This link was used already: the account is confirmed.',
        hint: 'Sign in with the email address and the password that was chosen then.',
      },
      NOT_NEEDED: {
        message: 'This link is not needed any more: the account is confirmed.',
        hint: 'Sign in as you did before.',
      },
      REPLACED: {
        message: 'This link was replaced by a newer one.',
        hint: 'Use the link in the newest mail. If you cannot find it, ask for another.',
      },
      READDRESSED: {
        message: 'This link was revoked, because the email address was corrected after it was sent.',
        hint: 'Use the link in the mail to the new address, or ask the organization for another.',
      },
      USER_DEACTIVATED: {
        message: 'This link was revoked by the organization.',
        hint: 'Ask the organization whether you should have an account.',
      },
      REVOKED: {
        message: 'This link was revoked by the organization.',
        hint: 'Ask the organization for a new invite.',
      },
    },
    askOrganization: 'Ask the organization for a new invite.',
    renew: 'Send me a new link',
    requested: 'Look in your mail',
    onItsWay: 'If your invite still stands, a new link is on its way to the address that the old one was sent to.',
    nothingThere: 'Nothing there within a few minutes? Look in the spam folder, or ask whoever invited you.',
    unknown: 'This link is not known',
    notSent: 'It is not one that was sent, or a part of it is missing.',
    copyAll: 'Copy the whole address from the mail into your browser.',
    weaknesses: {
      TOO_LONG: 'Use at most {{most}} characters.',
      TOO_SHORT: 'Use at least {{least}} characters.',
      REPEATED: 'This repeats itself or counts on, which is among the first things that are tried.',
      COMMON: 'This is made of passwords that many people use.',
      PERSONAL: 'This is made of your name, your email address or the name of your organization.',
    },
    nameRequired: 'Enter your full name.',
    nameNotAllowed: 'Enter a name of at most 200 characters, without web or email addresses.',
  },
  de: {
    title: '{{organization}} beitreten',
    correct: 'Bitte korrigieren',
    welcome: 'Willkommen, {{name}}',
    invited: '{{organization}} hat Sie eingeladen. Wählen Sie ein Passwort, um Ihr Konto zu bestätigen.',
    until: 'Der Link funktioniert einmal, bis {{until}}.',
    notYet: 'Ihr Konto ist noch nicht bestätigt',
    email: 'E-Mail-Adresse',
    name: 'Vor- und Nachname',
    nameHint: 'Korrigieren Sie ihn hier, wenn er falsch geschrieben ist.',
    password: 'Passwort',
    rules: [
      'Mindestens {{least}} Zeichen: Ein paar Wörter, die nicht zusammengehören, merkt man sich leicht.',
      'Alle Zeichen sind erlaubt: Leerzeichen, Umlaute und Sonderzeichen zählen mit, keines ist Pflicht.',
      'Keines der Passwörter, die viele benutzen, auch nicht zwei davon hintereinander.',
      'Nicht aus Ihrem Namen, Ihrer E-Mail-Adresse oder dem Namen Ihrer Organisation gebildet.',
    ],
    button: 'Einladung annehmen',
    done: 'Ihr Konto ist bestätigt',
    signIn: 'Ab jetzt melden Sie sich bei {{organization}} als {{email}} mit Ihrem neuen Passwort an.',
    close: 'Sie können diese Seite schließen.',
    dead: 'Dieser Link funktioniert nicht mehr',
    expired: 'Dieser Link ist abgelaufen',
    ends: {
      EXPIRED: {
        message: 'Links funktionieren nur für begrenzte Zeit, damit eine alte Nachricht nichts mehr öffnet.',
        hint: 'Sie können sich einen neuen an die Adresse schicken lassen, an die dieser ging.',
      },
      USED: {
        message: 'Dieser Link wurde schon benutzt: Das Konto ist bestätigt.',
        hint: 'Melden Sie sich mit der E-Mail-Adresse und dem damals gewählten Passwort an.',
      },
      NOT_NEEDED: {
        message: 'Dieser Link wird nicht mehr gebraucht: Das Konto ist bestätigt.',
        hint: 'Melden Sie sich an wie bisher.',
      },
      REPLACED: {
        message: 'Dieser Link wurde durch einen neueren ersetzt.',
        hint: 'Benutzen Sie den Link in der neuesten Nachricht. Wenn Sie ihn nicht finden, fordern Sie einen weiteren an.',
      },
      READDRESSED: {
        message: 'Dieser Link wurde zurückgezogen, weil die E-Mail-Adresse nach dem Versand korrigiert wurde.',
        hint: 'Benutzen Sie den Link in der Nachricht an die neue Adresse, oder bitten Sie die Organisation um einen weiteren.',
      },
      USER_DEACTIVATED: {
        message: 'Die Organisation hat diesen Link zurückgezogen.',
        hint: 'Fragen Sie die Organisation, ob Sie ein Konto haben sollen.',
      },
      REVOKED: {
        message: 'Die Organisation hat diesen Link zurückgezogen.',
        hint: 'Bitten Sie die Organisation um eine neue Einladung.',
      },
    },
    askOrganization: 'Bitten Sie die Organisation um eine neue Einladung.',
    renew: 'Neuen Link senden',
    requested: 'Sehen Sie in Ihr Postfach',
    onItsWay:
      'Wenn Ihre Einladung noch gilt, ist ein neuer Link an die Adresse unterwegs, an die der alte geschickt wurde.',
    nothingThere:
      'Nach ein paar Minuten noch nichts da? Sehen Sie im Spam-Ordner nach, oder fragen Sie in der Organisation nach, die Sie eingeladen hat.',
    unknown: 'Dieser Link ist nicht bekannt',
    notSent: 'Er wurde nicht von uns verschickt, oder ein Teil davon fehlt.',
    copyAll: 'Kopieren Sie die ganze Adresse aus der Nachricht in Ihren Browser.',
    weaknesses: {
      TOO_LONG: 'Verwenden Sie höchstens {{most}} Zeichen.',
      TOO_SHORT: 'Verwenden Sie mindestens {{least}} Zeichen.',
      REPEATED: 'Das wiederholt sich oder zählt weiter; so etwas wird als Erstes ausprobiert.',
      COMMON: 'Das besteht aus Passwörtern, die viele benutzen.',
      PERSONAL: 'Das besteht aus Ihrem Namen, Ihrer E-Mail-Adresse oder dem Namen Ihrer Organisation.',
    },
    nameRequired: 'Geben Sie Vor- und Nachnamen ein.',
    nameNotAllowed: 'Geben Sie einen Namen mit höchstens 200 Zeichen ein, ohne Web- oder E-Mail-Adressen.',
  },
  fr: {
    title: 'Rejoindre {{organization}}',
    correct: 'À corriger',
    welcome: 'Bonjour {{name}}',
    invited: '{{organization}} vous invite. Choisissez un mot de passe pour confirmer votre compte.',
    until: 'Le lien fonctionne une seule fois, jusqu’au {{until}}.',
    notYet: 'Votre compte n’est pas encore confirmé',
    email: 'Adresse e-mail',
    name: 'Prénom et nom',
    nameHint: 'Corrigez-les ici s’ils sont mal écrits.',
    password: 'Mot de passe',
    rules: [
      'Au moins {{least}} caractères : quelques mots sans rapport entre eux se retiennent facilement.',
      'Tous les caractères sont permis : espaces, accents et symboles comptent, aucun n’est obligatoire.',
      'Pas un des mots de passe que beaucoup utilisent, ni deux à la suite.',
      'Pas composé de votre nom, de votre adresse e-mail ou du nom de votre organisation.',
    ],
    button: 'Accepter l’invitation',
    done: 'Votre compte est confirmé',
    signIn: 'Désormais, connectez-vous à {{organization}} avec l’adresse {{email}} et votre nouveau mot de passe.',
    close: 'Vous pouvez fermer cette page.',
    dead: 'Ce lien ne fonctionne plus',
    expired: 'Ce lien a expiré',
    ends: {
      EXPIRED: {
        message: 'Les liens ne fonctionnent que pendant un temps limité, pour qu’un ancien message n’ouvre plus rien.',
        hint: 'Vous pouvez en faire envoyer un nouveau à l’adresse qui a reçu celui-ci.',
      },
      USED: {
        message: 'Ce lien a déjà été utilisé : le compte est confirmé.',
        hint: 'Connectez-vous avec l’adresse e-mail et le mot de passe choisi à ce moment-là.',
      },
      NOT_NEEDED: {
        message: 'Ce lien n’est plus nécessaire : le compte est confirmé.',
        hint: 'Connectez-vous comme auparavant.',
      },
      REPLACED: {
        message: 'Ce lien a été remplacé par un plus récent.',
        hint: 'Utilisez le lien du message le plus récent. Si vous ne le trouvez pas, demandez-en un autre.',
      },
      READDRESSED: {
        message: 'Ce lien a été révoqué, car l’adresse e-mail a été corrigée après l’envoi.',
        hint: 'Utilisez le lien du message envoyé à la nouvelle adresse, ou demandez-en un autre à l’organisation.',
      },
      USER_DEACTIVATED: {
        message: 'L’organisation a révoqué ce lien.',
        hint: 'Demandez à l’organisation si vous devez avoir un compte.',
      },
      REVOKED: {
        message: 'L’organisation a révoqué ce lien.',
        hint: 'Demandez une nouvelle invitation à l’organisation.',
      },
    },
    askOrganization: 'Demandez une nouvelle invitation à l’organisation.',
    renew: 'M’envoyer un nouveau lien',
    requested: 'Consultez votre messagerie',
    onItsWay:
      'Si votre invitation est toujours valable, un nouveau lien est en route vers l’adresse qui avait reçu l’ancien.',
    nothingThere:
      'Rien au bout de quelques minutes ? Regardez dans les indésirables, ou demandez à l’organisation qui vous invite.',
    unknown: 'Ce lien est inconnu',
    notSent: 'Il n’a pas été envoyé par nous, ou il en manque une partie.',
    copyAll: 'Copiez l’adresse entière du message dans votre navigateur.',
    weaknesses: {
      TOO_LONG: 'Utilisez au plus {{most}} caractères.',
      TOO_SHORT: 'Utilisez au moins {{least}} caractères.',
      REPEATED: 'Cela se répète ou se suit : c’est ce qu’on essaie en premier.',
      COMMON: 'Cela se compose de mots de passe que beaucoup utilisent.',
      PERSONAL: 'Cela se compose de votre nom, de votre adresse e-mail ou du nom de votre organisation.',
    },
    nameRequired: 'Indiquez votre prénom et votre nom.',
    nameNotAllowed: 'Indiquez un nom de 200 caractères au plus, sans adresse web ni e-mail.',
  },
  es: {
    title: 'Unirse a {{organization}}',
    correct: 'Corrija lo siguiente',
    welcome: 'Hola, {{name}}',
    invited: '{{organization}} le ha enviado una invitación. Elija una contraseña para confirmar su cuenta.',
    until: 'El enlace funciona una sola vez, hasta el {{until}}.',
    notYet: 'Su cuenta aún no está confirmada',
    email: 'Correo electrónico',
    name: 'Nombre y apellidos',
    nameHint: 'Corríjalos aquí si están mal escritos.',
    password: 'Contraseña',
    rules: [
      'Al menos {{least}} caracteres: unas cuantas palabras sin relación entre sí son fáciles de recordar.',
      'Los caracteres que quiera: espacios, acentos y símbolos cuentan, y ninguno es obligatorio.',
      'Ninguna de las contraseñas que usa mucha gente, ni dos de ellas seguidas.',
      'Que no se componga de su nombre, su correo electrónico o el nombre de su organización.',
    ],
    button: 'Aceptar la invitación',
    done: 'Su cuenta está confirmada',
    signIn: 'A partir de ahora, inicie sesión en {{organization}} como {{email}} con su nueva contraseña.',
    close: 'Puede cerrar esta página.',
    dead: 'Este enlace ya no funciona',
    expired: 'Este enlace ha caducado',
    ends: {
      EXPIRED: {
        message: 'Los enlaces solo funcionan durante un tiempo limitado, para que un mensaje antiguo ya no abra nada.',
        hint: 'Puede pedir que se envíe uno nuevo a la dirección que recibió este.',
      },
      USED: {
        message: 'Este enlace ya se utilizó: la cuenta está confirmada.',
        hint: 'Inicie sesión con el correo electrónico y la contraseña elegida entonces.',
      },
      NOT_NEEDED: {
        message: 'Este enlace ya no hace falta: la cuenta está confirmada.',
        hint: 'Inicie sesión como hasta ahora.',
      },
      REPLACED: {
        message: 'Este enlace se sustituyó por otro más reciente.',
        hint: 'Use el enlace del mensaje más reciente. Si no lo encuentra, pida otro.',
      },
      READDRESSED: {
        message: 'Este enlace se revocó porque el correo electrónico se corrigió después del envío.',
        hint: 'Use el enlace del mensaje enviado a la nueva dirección, o pida otro a la organización.',
      },
      USER_DEACTIVATED: {
        message: 'La organización revocó este enlace.',
        hint: 'Pregunte a la organización si debe tener una cuenta.',
      },
      REVOKED: {
        message: 'La organización revocó este enlace.',
        hint: 'Pida una nueva invitación a la organización.',
      },
    },
    askOrganization: 'Pida una nueva invitación a la organización.',
    renew: 'Enviarme un enlace nuevo',
    requested: 'Mire su correo',
    onItsWay: 'Si su invitación sigue en pie, un enlace nuevo va de camino a la dirección que recibió el anterior.',
    nothingThere:
      '¿No ha llegado nada en unos minutos? Mire en la carpeta de correo no deseado o pregunte en la organización que le invitó.',
    unknown: 'Este enlace no se conoce',
    notSent: 'No es uno que se haya enviado, o le falta una parte.',
    copyAll: 'Copie la dirección completa del mensaje en su navegador.',
    weaknesses: {
      TOO_LONG: 'Use como máximo {{most}} caracteres.',
      TOO_SHORT: 'Use al menos {{least}} caracteres.',
      REPEATED: 'Se repite o sigue una serie, y eso es de lo primero que se prueba.',
      COMMON: 'Se compone de contraseñas que usa mucha gente.',
      PERSONAL: 'Se compone de su nombre, su correo electrónico o el nombre de su organización.',
    },
    nameRequired: 'Escriba su nombre y apellidos.',
    nameNotAllowed: 'Escriba un nombre de 200 caracteres como máximo, sin direcciones web ni de correo.',
  },
  pt: {
    title: 'Entrar em {{organization}}',
    correct: 'Corrija',
    welcome: 'Olá, {{name}}',
    invited: '{{organization}} enviou-lhe um convite. Escolha uma senha para confirmar a sua conta.',
    until: 'O link funciona uma única vez, até {{until}}.',
    notYet: 'A sua conta ainda não está confirmada',
    email: 'Endereço de e-mail',
    name: 'Nome completo',
    nameHint: 'Corrija-o aqui se estiver mal escrito.',
    password: 'Senha',
    rules: [
      'Pelo menos {{least}} caracteres: algumas palavras sem relação entre si são fáceis de lembrar.',
      'Os caracteres que quiser: espaços, acentos e símbolos contam, e nenhum é obrigatório.',
      'Nenhuma das senhas que muita gente usa, nem duas delas seguidas.',
      'Que não seja composta pelo seu nome, pelo seu e-mail ou pelo nome da sua organização.',
    ],
    button: 'Aceitar o convite',
    done: 'A sua conta está confirmada',
    signIn: 'A partir de agora, entre em {{organization}} como {{email}} com a sua nova senha.',
    close: 'Pode fechar esta página.',
    dead: 'Este link já não funciona',
    expired: 'Este link expirou',
    ends: {
      EXPIRED: {
        message: 'Os links só funcionam durante um tempo limitado, para que uma mensagem antiga já não abra nada.',
        hint: 'Pode pedir que um novo seja enviado para o endereço que recebeu este.',
      },
      USED: {
        message: 'Este link já foi usado: a conta está confirmada.',
        hint: 'Entre com o endereço de e-mail e a senha escolhida nessa altura.',
      },
      NOT_NEEDED: {
        message: 'Este link já não é necessário: a conta está confirmada.',
        hint: 'Entre como antes.',
      },
      REPLACED: {
        message: 'Este link foi substituído por um mais recente.',
        hint: 'Use o link da mensagem mais recente. Se não o encontrar, peça outro.',
      },
      READDRESSED: {
        message: 'Este link foi revogado, porque o endereço de e-mail foi corrigido depois do envio.',
        hint: 'Use o link da mensagem enviada para o novo endereço, ou peça outro à organização.',
      },
      USER_DEACTIVATED: {
        message: 'A organização revogou este link.',
        hint: 'Pergunte à organização se deve ter uma conta.',
      },
      REVOKED: {
        message: 'A organização revogou este link.',
        hint: 'Peça um novo convite à organização.',
      },
    },
    askOrganization: 'Peça um novo convite à organização.',
    renew: 'Enviar-me um novo link',
    requested: 'Veja o seu e-mail',
    onItsWay: 'Se o seu convite ainda for válido, um novo link está a caminho do endereço que recebeu o anterior.',
    nothingThere:
      'Nada ao fim de alguns minutos? Veja na pasta de spam ou pergunte à organização que enviou o convite.',
    unknown: 'Este link não é conhecido',
    notSent: 'Não é um que tenha sido enviado, ou falta uma parte dele.',
    copyAll: 'Copie o endereço completo da mensagem para o seu navegador.',
    weaknesses: {
      TOO_LONG: 'Use no máximo {{most}} caracteres.',
      TOO_SHORT: 'Use pelo menos {{least}} caracteres.',
      REPEATED: 'Repete-se ou segue uma série, o que é das primeiras coisas que se tentam.',
      COMMON: 'É composta por senhas que muita gente usa.',
      PERSONAL: 'É composta pelo seu nome, pelo seu e-mail ou pelo nome da sua organização.',
    },
    nameRequired: 'Indique o seu nome completo.',
    nameNotAllowed: 'Indique um nome com no máximo 200 caracteres, sem endereços web ou de e-mail.',
  },
  it: {
    title: 'Unirsi a {{organization}}',
    correct: 'Da correggere',
    welcome: 'Buongiorno {{name}}',
    invited: '{{organization}} le ha inviato un invito. Scelga una password per confermare il suo account.',
    until: 'Il link funziona una sola volta, fino a {{until}}.',
    notYet: 'Il suo account non è ancora confermato',
    email: 'Indirizzo e-mail',
    name: 'Nome e cognome',
    nameHint: 'Li corregga qui se sono scritti male.',
    password: 'Password',
    rules: [
      'Almeno {{least}} caratteri: alcune parole senza legame tra loro si ricordano facilmente.',
      'Tutti i caratteri che vuole: spazi, accenti e simboli contano, e nessuno è obbligatorio.',
      'Nessuna delle password che molti usano, né due di seguito.',
      'Non composta dal suo nome, dal suo indirizzo e-mail o dal nome della sua organizzazione.',
    ],
    button: 'Accetta l’invito',
    done: 'Il suo account è confermato',
    signIn: 'D’ora in poi acceda a {{organization}} come {{email}} con la nuova password.',
    close: 'Può chiudere questa pagina.',
    dead: 'Questo link non funziona più',
    expired: 'Questo link è scaduto',
    ends: {
      EXPIRED: {
        message: 'I link funzionano solo per un tempo limitato, perché un vecchio messaggio non apra più nulla.',
        hint: 'Può farne inviare uno nuovo all’indirizzo che ha ricevuto questo.',
      },
      USED: {
        message: 'Questo link è già stato usato: l’account è confermato.',
        hint: 'Acceda con l’indirizzo e-mail e la password scelta allora.',
      },
      NOT_NEEDED: {
        message: 'Questo link non serve più: l’account è confermato.',
        hint: 'Acceda come prima.',
      },
      REPLACED: {
        message: 'Questo link è stato sostituito da uno più recente.',
        hint: 'Usi il link nel messaggio più recente. Se non lo trova, ne chieda un altro.',
      },
      READDRESSED: {
        message: 'Questo link è stato revocato, perché l’indirizzo e-mail è stato corretto dopo l’invio.',
        hint: 'Usi il link nel messaggio al nuovo indirizzo, o ne chieda un altro all’organizzazione.',
      },
      USER_DEACTIVATED: {
        message: 'L’organizzazione ha revocato questo link.',
        hint: 'Chieda all’organizzazione se deve avere un account.',
      },
      REVOKED: {
        message: 'L’organizzazione ha revocato questo link.',
        hint: 'Chieda un nuovo invito all’organizzazione.',
      },
    },
    askOrganization: 'Chieda un nuovo invito all’organizzazione.',
    renew: 'Inviami un nuovo link',
    requested: 'Guardi la sua posta',
    onItsWay:
      'Se il suo invito è ancora valido, un nuovo link è in arrivo all’indirizzo che aveva ricevuto il vecchio.',
    nothingThere:
      'Ancora nulla dopo qualche minuto? Guardi nella posta indesiderata, o chieda all’organizzazione che ha inviato l’invito.',
    unknown: 'Questo link non è conosciuto',
    notSent: 'Non è uno di quelli inviati, o ne manca una parte.',
    copyAll: 'Copi l’intero indirizzo dal messaggio nel suo browser.',
    weaknesses: {
      TOO_LONG: 'Usi al massimo {{most}} caratteri.',
      TOO_SHORT: 'Usi almeno {{least}} caratteri.',
      REPEATED: 'Si ripete o segue una serie, ed è tra le prime cose che vengono tentate.',
      COMMON: 'È composta da password che molti usano.',
      PERSONAL: 'È composta dal suo nome, dal suo indirizzo e-mail o dal nome della sua organizzazione.',
    },
    nameRequired: 'Inserisca nome e cognome.',
    nameNotAllowed: 'Inserisca un nome di al massimo 200 caratteri, senza indirizzi web o e-mail.',
  },
  nl: {
    title: 'Deelnemen aan {{organization}}',
    correct: 'Graag corrigeren',
    welcome: 'Welkom, {{name}}',
    invited: '{{organization}} heeft u uitgenodigd. Kies een wachtwoord om uw account te bevestigen.',
    until: 'De link werkt één keer, tot {{until}}.',
    notYet: 'Uw account is nog niet bevestigd',
    email: 'E-mailadres',
    name: 'Voor- en achternaam',
    nameHint: 'Corrigeer de naam hier als die verkeerd gespeld is.',
    password: 'Wachtwoord',
    rules: [
      'Minstens {{least}} tekens: een paar woorden die niet bij elkaar horen, onthoudt u gemakkelijk.',
      'Alle tekens mogen: spaties, accenten en symbolen tellen mee, en geen ervan is verplicht.',
      'Geen van de wachtwoorden die veel mensen gebruiken, ook niet twee achter elkaar.',
      'Niet samengesteld uit uw naam, uw e-mailadres of de naam van uw organisatie.',
    ],
    button: 'Uitnodiging accepteren',
    done: 'Uw account is bevestigd',
    signIn: 'Vanaf nu meldt u zich bij {{organization}} aan als {{email}} met uw nieuwe wachtwoord.',
    close: 'U kunt deze pagina sluiten.',
    dead: 'Deze link werkt niet meer',
    expired: 'Deze link is verlopen',
    ends: {
      EXPIRED: {
        message: 'Links werken maar een beperkte tijd, zodat een oud bericht niets meer opent.',
        hint: 'U kunt een nieuwe laten sturen naar het adres waar deze naartoe ging.',
      },
      USED: {
        message: 'Deze link is al gebruikt: het account is bevestigd.',
        hint: 'Meld u aan met het e-mailadres en het wachtwoord dat toen gekozen is.',
      },
      NOT_NEEDED: {
        message: 'Deze link is niet meer nodig: het account is bevestigd.',
        hint: 'Meld u aan zoals voorheen.',
      },
      REPLACED: {
        message: 'Deze link is vervangen door een nieuwere.',
        hint: 'Gebruik de link in het nieuwste bericht. Kunt u die niet vinden, vraag dan een andere aan.',
      },
      READDRESSED: {
        message: 'Deze link is ingetrokken, omdat het e-mailadres na het versturen is gecorrigeerd.',
        hint: 'Gebruik de link in het bericht aan het nieuwe adres, of vraag de organisatie om een andere.',
      },
      USER_DEACTIVATED: {
        message: 'De organisatie heeft deze link ingetrokken.',
        hint: 'Vraag de organisatie of u een account hoort te hebben.',
      },
      REVOKED: {
        message: 'De organisatie heeft deze link ingetrokken.',
        hint: 'Vraag de organisatie om een nieuwe uitnodiging.',
      },
    },
    askOrganization: 'Vraag de organisatie om een nieuwe uitnodiging.',
    renew: 'Stuur mij een nieuwe link',
    requested: 'Kijk in uw mail',
    onItsWay: 'Als uw uitnodiging nog geldt, is een nieuwe link onderweg naar het adres waar de oude naartoe ging.',
    nothingThere:
      'Na een paar minuten nog niets? Kijk in de map met ongewenste mail, of vraag het de organisatie die u uitnodigde.',
    unknown: 'Deze link is niet bekend',
    notSent: 'Hij is niet door ons verstuurd, of er ontbreekt een deel.',
    copyAll: 'Kopieer het hele adres uit het bericht naar uw browser.',
    weaknesses: {
      TOO_LONG: 'Gebruik hoogstens {{most}} tekens.',
      TOO_SHORT: 'Gebruik minstens {{least}} tekens.',
      REPEATED: 'Dit herhaalt zich of telt door, en dat wordt als eerste geprobeerd.',
      COMMON: 'Dit bestaat uit wachtwoorden die veel mensen gebruiken.',
      PERSONAL: 'Dit bestaat uit uw naam, uw e-mailadres of de naam van uw organisatie.',
    },
    nameRequired: 'Vul uw voor- en achternaam in.',
    nameNotAllowed: 'Vul een naam van hoogstens 200 tekens in, zonder web- of e-mailadressen.',
  },
  pl: {
    title: 'Dołącz do {{organization}}',
    correct: 'Do poprawienia',
    welcome: 'Dzień dobry, {{name}}!',
    invited: 'Masz zaproszenie do {{organization}}. Wybierz hasło, aby potwierdzić konto.',
    until: 'Link działa jeden raz, do: {{until}}.',
    notYet: 'Twoje konto nie jest jeszcze potwierdzone',
    email: 'Adres e-mail',
    name: 'Imię i nazwisko',
    nameHint: 'Popraw je tutaj, jeśli jest w nich błąd.',
    password: 'Hasło',
    rules: [
      'Co najmniej {{least}} znaków: kilka niezwiązanych ze sobą słów łatwo zapamiętać.',
      'Dowolne znaki: spacje, litery z akcentami i symbole się liczą, żadne nie są wymagane.',
      'Żadne z haseł, których używa wiele osób, ani dwa takie z rzędu.',
      'Niezłożone z Twojego imienia i nazwiska, adresu e-mail ani nazwy organizacji.',
    ],
    button: 'Przyjmij zaproszenie',
    done: 'Twoje konto jest potwierdzone',
    signIn: 'Od teraz loguj się do {{organization}} jako {{email}} za pomocą nowego hasła.',
    close: 'Możesz zamknąć tę stronę.',
    dead: 'Ten link już nie działa',
    expired: 'Ten link wygasł',
    ends: {
      EXPIRED: {
        message: 'Linki działają tylko przez ograniczony czas, aby stara wiadomość niczego już nie otwierała.',
        hint: 'Nowy link może zostać wysłany na adres, na który trafił ten.',
      },
      USED: {
        message: 'Ten link został już użyty: konto jest potwierdzone.',
        hint: 'Zaloguj się adresem e-mail i hasłem wybranym wtedy.',
      },
      NOT_NEEDED: {
        message: 'Ten link nie jest już potrzebny: konto jest potwierdzone.',
        hint: 'Zaloguj się tak jak dotychczas.',
      },
      REPLACED: {
        message: 'Ten link został zastąpiony nowszym.',
        hint: 'Użyj linku z najnowszej wiadomości. Jeśli jej nie widzisz, poproś o kolejny.',
      },
      READDRESSED: {
        message: 'Ten link został wycofany, ponieważ po wysłaniu poprawiono adres e-mail.',
        hint: 'Użyj linku z wiadomości na nowy adres albo poproś organizację o kolejny.',
      },
      USER_DEACTIVATED: {
        message: 'Organizacja wycofała ten link.',
        hint: 'Zapytaj organizację, czy masz mieć konto.',
      },
      REVOKED: {
        message: 'Organizacja wycofała ten link.',
        hint: 'Poproś organizację o nowe zaproszenie.',
      },
    },
    askOrganization: 'Poproś organizację o nowe zaproszenie.',
    renew: 'Wyślij mi nowy link',
    requested: 'Sprawdź pocztę',
    onItsWay: 'Jeśli zaproszenie jest nadal ważne, nowy link jest w drodze na adres, na który trafił poprzedni.',
    nothingThere:
      'Po kilku minutach nic nie ma? Zajrzyj do spamu albo zapytaj w organizacji, która wysłała zaproszenie.',
    unknown: 'Ten link nie jest znany',
    notSent: 'Nie został przez nas wysłany albo brakuje jego części.',
    copyAll: 'Skopiuj cały adres z wiadomości do przeglądarki.',
    weaknesses: {
      TOO_LONG: 'Użyj najwyżej {{most}} znaków.',
      TOO_SHORT: 'Użyj co najmniej {{least}} znaków.',
      REPEATED: 'To się powtarza albo jest kolejnym ciągiem znaków, a takie hasła są sprawdzane najpierw.',
      COMMON: 'To składa się z haseł, których używa wiele osób.',
      PERSONAL: 'To składa się z Twojego imienia i nazwiska, adresu e-mail lub nazwy organizacji.',
    },
    nameRequired: 'Wpisz imię i nazwisko.',
    nameNotAllowed: 'Wpisz imię i nazwisko, najwyżej 200 znaków, bez adresów internetowych i e-mail.',
  },
}
