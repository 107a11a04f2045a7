import type { MailLanguage } from '../mail/mail-language.ts'

/** How a single sign-on ended, or why it could not begin. */
export type SignOnPage = 'UNKNOWN' | 'RUN_OUT' | 'REFUSED' | 'FAILED' | 'READY'

interface SignOnText {
  title: string
  sentences: readonly string[]
}

/** The pages of a single sign-on, in each language. None says whether its reader is a man or a woman. */
export const SIGN_ON_TEXTS: Record<MailLanguage, Record<SignOnPage, SignOnText>> = {
  en: {
    UNKNOWN: {
      title: 'This way to sign in is not known',
      sentences: ['Go to where you sign in and choose it again.'],
    },
    RUN_OUT: {
      title: 'This sign-on has run out',
      sentences: [
        'It took longer than ten minutes, was used already, or was begun in another browser.',
        'Start again where you sign in.',
      ],
    },
    REFUSED: {
      title: 'You could not be signed in',
      sentences: [
        'The sign-on does not lead to a user who may sign in.',
        'Ask the people who look after your account: they can read the reason.',
      ],
    },
    FAILED: { title: 'The sign-on did not work', sentences: ['Please try again in a few minutes.'] },
    READY: {
      title: 'Your account is ready',
      sentences: ['You signed on as {{email}}.', 'You can close this page.'],
    },
  },
  de: {
    UNKNOWN: {
      title: 'Dieser Weg zur Anmeldung ist nicht bekannt',
      sentences: ['Gehen Sie dorthin, wo Sie sich anmelden, und wählen Sie ihn noch einmal.'],
    },
    RUN_OUT: {
      title: 'Diese Anmeldung gilt nicht mehr',
      sentences: [
        'Sie hat länger als zehn Minuten gedauert, wurde schon benutzt oder in einem anderen Browser begonnen.',
        'Beginnen Sie noch einmal dort, wo Sie sich anmelden.',
      ],
    },
    REFUSED: {
      title: 'Sie konnten nicht angemeldet werden',
      sentences: [
        'Die Anmeldung führt zu keinem Konto, mit dem man sich anmelden darf.',
        'Fragen Sie die Menschen, die Ihr Konto betreuen: Sie können den Grund nachlesen.',
      ],
    },
    FAILED: {
      title: 'Die Anmeldung hat nicht geklappt',
      sentences: ['Bitte versuchen Sie es in einigen Minuten noch einmal.'],
    },
    READY: {
      title: 'Ihr Konto ist bereit',
      sentences: ['Sie haben sich als {{email}} angemeldet.', 'Sie können diese Seite schließen.'],
    },
  },
  fr: {
    UNKNOWN: {
      title: 'Ce moyen de connexion n’est pas connu',
      sentences: ['Retournez là où vous vous connectez et choisissez-le de nouveau.'],
    },
    RUN_OUT: {
      title: 'Cette connexion n’est plus valable',
      sentences: [
        'Elle a duré plus de dix minutes, a déjà servi ou a été commencée dans un autre navigateur.',
        'Recommencez là où vous vous connectez.',
      ],
    },
    REFUSED: {
      title: 'La connexion n’a pas été acceptée',
      sentences: [
        'Elle ne mène à aucun compte qui puisse se connecter.',
        'Demandez aux personnes qui gèrent votre compte : elles peuvent en lire la raison.',
      ],
    },
    FAILED: {
      title: 'La connexion n’a pas fonctionné',
      sentences: ['Veuillez réessayer dans quelques minutes.'],
    },
    READY: {
      title: 'Votre compte est prêt',
      sentences: ['La connexion s’est faite avec l’adresse {{email}}.', 'Vous pouvez fermer cette page.'],
    },
  },
  es: {
    UNKNOWN: {
      title: 'Esta forma de iniciar sesión no se conoce',
      sentences: ['Vuelva al lugar donde inicia sesión y elíjala de nuevo.'],
    },
    RUN_OUT: {
      title: 'Este inicio de sesión ya no es válido',
      sentences: [
        'Duró más de diez minutos, ya se había usado o se empezó en otro navegador.',
        'Empiece de nuevo donde inicia sesión.',
      ],
    },
    REFUSED: {
      title: 'No se pudo iniciar la sesión',
      sentences: [
        'El inicio de sesión no lleva a ninguna cuenta que pueda entrar.',
        'Pregunte a las personas que se ocupan de su cuenta: pueden leer el motivo.',
      ],
    },
    FAILED: {
      title: 'El inicio de sesión no funcionó',
      sentences: ['Vuelva a intentarlo dentro de unos minutos.'],
    },
    READY: {
      title: 'Su cuenta está lista',
      sentences: ['Ha iniciado sesión como {{email}}.', 'Puede cerrar esta página.'],
    },
  },
  pt: {
    UNKNOWN: {
      title: 'Esta forma de iniciar sessão não é conhecida',
      sentences: ['Volte ao local onde inicia sessão e escolha-a de novo.'],
    },
    RUN_OUT: {
      title: 'Este início de sessão já não é válido',
      sentences: [
        'Demorou mais de dez minutos, já tinha sido usado ou foi começado noutro navegador.',
        'Comece de novo no local onde inicia sessão.',
      ],
    },
    REFUSED: {
      title: 'Não foi possível iniciar a sessão',
      sentences: [
        'O início de sessão não leva a nenhuma conta que possa entrar.',
        'Pergunte às pessoas que cuidam da sua conta: elas podem ler o motivo.',
      ],
    },
    FAILED: {
      title: 'O início de sessão não funcionou',
      sentences: ['Tente de novo dentro de alguns minutos.'],
    },
    READY: {
      title: 'A sua conta está pronta',
      sentences: ['Iniciou sessão como {{email}}.', 'Pode fechar esta página.'],
    },
  },
  it: {
    UNKNOWN: {
      title: 'Questo modo di accedere non è noto',
      sentences: ['Torni dove effettua l’accesso e lo scelga di nuovo.'],
    },
    RUN_OUT: {
      title: 'Questo accesso non è più valido',
      sentences: [
        'È durato più di dieci minuti, è già stato usato oppure è iniziato in un altro browser.',
        'Ricominci da dove effettua l’accesso.',
      ],
    },
    REFUSED: {
      title: 'Non è stato possibile effettuare l’accesso',
      sentences: [
        'L’accesso non porta a nessun account che possa entrare.',
        'Chieda alle persone che si occupano del Suo account: possono leggere il motivo.',
      ],
    },
    FAILED: { title: 'L’accesso non ha funzionato', sentences: ['Riprovi tra qualche minuto.'] },
    READY: {
      title: 'Il Suo account è pronto',
      sentences: ['Accesso effettuato come {{email}}.', 'Può chiudere questa pagina.'],
    },
  },
  nl: {
    UNKNOWN: {
      title: 'Deze manier van aanmelden is niet bekend',
      sentences: ['Ga naar de plek waar u zich aanmeldt en kies haar opnieuw.'],
    },
    RUN_OUT: {
      title: 'Deze aanmelding is niet meer geldig',
      sentences: [
        'Ze duurde langer dan tien minuten, was al gebruikt of werd in een andere browser begonnen.',
        'Begin opnieuw waar u zich aanmeldt.',
      ],
    },
    REFUSED: {
      title: 'U kon niet worden aangemeld',
      sentences: [
        'De aanmelding leidt niet naar een account dat zich mag aanmelden.',
        'Vraag het de mensen die uw account beheren: zij kunnen de reden lezen.',
      ],
    },
    FAILED: { title: 'De aanmelding is niet gelukt', sentences: ['Probeer het over enkele minuten opnieuw.'] },
    READY: {
      title: 'Uw account is klaar',
      sentences: ['U hebt zich aangemeld als {{email}}.', 'U kunt deze pagina sluiten.'],
    },
  },
  pl: {
    UNKNOWN: {
      title: 'Ten sposób logowania nie jest znany',
      sentences: ['Proszę wrócić do miejsca logowania i wybrać go ponownie.'],
    },
    RUN_OUT: {
      title: 'To logowanie nie jest już ważne',
      sentences: [
        'Trwało dłużej niż dziesięć minut, zostało już użyte albo rozpoczęto je w innej przeglądarce.',
        'Proszę zacząć od nowa w miejscu logowania.',
      ],
    },
    REFUSED: {
      title: 'Logowanie nie zostało przyjęte',
      sentences: [
        'Nie prowadzi do żadnego konta, na które można się zalogować.',
        'Proszę zapytać osoby, które opiekują się kontem: mogą odczytać powód.',
      ],
    },
    FAILED: { title: 'Logowanie się nie powiodło', sentences: ['Proszę spróbować ponownie za kilka minut.'] },
    READY: {
      title: 'Konto jest gotowe',
      sentences: ['Zalogowano jako {{email}}.', 'Można zamknąć tę stronę.'],
    },
  },
}
