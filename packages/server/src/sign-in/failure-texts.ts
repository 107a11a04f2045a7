import type { MailLanguage } from '../mail/mail-language.ts'

/** Whose fault it is that a page behind a link failed. */
export type PageFailure = 'TOO_MANY' | 'THEIRS' | 'OURS'

interface FailureTexts {
  titles: Record<PageFailure, string>
  unchanged: string
  advice: Record<PageFailure, string>
}

/** The sentences of a page that failed, in each language. */
export const FAILURE_TEXTS: Record<MailLanguage, FailureTexts> = {
  en: {
    titles: {
      TOO_MANY: 'Too many attempts',
      THEIRS: 'This form could not be read',
      OURS: 'Something went wrong on our side',
    },
    unchanged: 'Your account was not changed.',
    advice: {
      TOO_MANY: 'Please try again in a minute.',
      THEIRS: 'Open the link in the mail again.',
      OURS: 'Please try again in a few minutes.',
    },
  },
  de: {
    titles: {
      TOO_MANY: 'Zu viele Versuche',
      THEIRS: 'Dieses Formular konnte nicht gelesen werden',
      OURS: 'Bei uns ist etwas schiefgegangen',
    },
    unchanged: 'Ihr Konto wurde nicht verändert.',
    advice: {
      TOO_MANY: 'Bitte versuchen Sie es in einer Minute noch einmal.',
      THEIRS: 'Öffnen Sie den Link in der Mail noch einmal.',
      OURS: 'Bitte versuchen Sie es in einigen Minuten noch einmal.',
    },
  },
  fr: {
    titles: {
      TOO_MANY: 'Trop de tentatives',
      THEIRS: 'Ce formulaire n’a pas pu être lu',
      OURS: 'Une erreur s’est produite de notre côté',
    },
    unchanged: 'Votre compte n’a pas été modifié.',
    advice: {
      TOO_MANY: 'Veuillez réessayer dans une minute.',
      THEIRS: 'Ouvrez de nouveau le lien du message.',
      OURS: 'Veuillez réessayer dans quelques minutes.',
    },
  },
  es: {
    titles: {
      TOO_MANY: 'Demasiados intentos',
      THEIRS: 'No se pudo leer este formulario',
      OURS: 'Algo ha fallado por nuestra parte',
    },
    unchanged: 'Su cuenta no ha cambiado.',
    advice: {
      TOO_MANY: 'Vuelva a intentarlo dentro de un minuto.',
      THEIRS: 'Abra de nuevo el enlace del mensaje.',
      OURS: 'Vuelva a intentarlo dentro de unos minutos.',
    },
  },
  pt: {
    titles: {
      TOO_MANY: 'Demasiadas tentativas',
      THEIRS: 'Não foi possível ler este formulário',
      OURS: 'Algo correu mal do nosso lado',
    },
    unchanged: 'A sua conta não foi alterada.',
    advice: {
      TOO_MANY: 'Tente de novo dentro de um minuto.',
      THEIRS: 'Abra de novo o link da mensagem.',
      OURS: 'Tente de novo dentro de alguns minutos.',
    },
  },
  it: {
    titles: {
      TOO_MANY: 'Troppi tentativi',
      THEIRS: 'Non è stato possibile leggere questo modulo',
      OURS: 'Qualcosa è andato storto da parte nostra',
    },
    unchanged: 'Il Suo account non è stato modificato.',
    advice: {
      TOO_MANY: 'Riprovi tra un minuto.',
      THEIRS: 'Apra di nuovo il link nel messaggio.',
      OURS: 'Riprovi tra qualche minuto.',
    },
  },
  nl: {
    titles: {
      TOO_MANY: 'Te veel pogingen',
      THEIRS: 'Dit formulier kon niet worden gelezen',
      OURS: 'Er ging iets mis bij ons',
    },
    unchanged: 'Uw account is niet gewijzigd.',
    advice: {
      TOO_MANY: 'Probeer het over een minuut opnieuw.',
      THEIRS: 'Open de link in de mail opnieuw.',
      OURS: 'Probeer het over enkele minuten opnieuw.',
    },
  },
  pl: {
    titles: {
      TOO_MANY: 'Zbyt wiele prób',
      THEIRS: 'Nie udało się odczytać tego formularza',
      OURS: 'Coś poszło nie tak po naszej stronie',
    },
    unchanged: 'Konto nie zostało zmienione.',
    advice: {
      TOO_MANY: 'Proszę spróbować ponownie za minutę.',
      THEIRS: 'Proszę ponownie otworzyć link z wiadomości.',
      OURS: 'Proszę spróbować ponownie za kilka minut.',
    },
  },
}
