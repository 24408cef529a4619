/** Additions to a language's date parser: patterns of words before or after a date or time. */
export interface TypedWords {
  /** Words before a time or date that belong to it. */
  before: string
  /** Words after which a weekday or date recurs, so that it does not name a single day. */
  recurring: string
  /** Words after which "tomorrow" or "morning" is part of a phrase. */
  phrase: string
  /** Words after which a time is a limit, such as "until". */
  limit: string
  /** Words after a time that make it the start of a range. */
  until: string
  /** A duration right after a time: its number, then its unit. */
  duration?: RegExp
  /** Replaces phrases that the parser does not know by phrases of the same length that it knows. */
  rewrite?(text: string): string
}

export const NO_WORDS: TypedWords = { before: '@', recurring: '', phrase: '', limit: '', until: '' }

/** The additions by language code. Other languages have {@link NO_WORDS}. */
export const TYPED_WORDS: Record<string, TypedWords> = {
  en: {
    before: 'on|at|from|this|@',
    recurring: 'every|each|all',
    phrase: 'good',
    limit: 'until|till|before|after|by',
    until: 'to|till|until',
    duration: /^,?\s+(?:for\s+)?(\d+(?:[.,]\d)?)\s?(h|hrs?|hours?|mins?|minutes?)(?![\p{L}\p{N}])/iu,
  },
  de: {
    before: 'am|um|ab|von|vom|den|dem|diesen|@',
    recurring: 'jeden|jede|jedes|alle',
    phrase: 'guten|bis',
    limit: 'bis|vor|nach',
    until: 'bis',
    duration: /^,?\s+(?:für\s+)?(\d+(?:[.,]\d)?)\s?(h|std\.?|stunden?|min\.?|minuten?)(?![\p{L}\p{N}])/iu,
    rewrite(text) {
      return text
        .replace(/(\d{1,2})\.(\d{1,2})\.(?=\s|$)/g, (_, day, month) => `${day}/${month} `)
        .replace(/(?<=\.\s?\p{L}+\.?\s)(\d{1,2})\sUhr/giu, (all, hour) => `${hour}:00`.padEnd(all.length))
        .replace(/(\d{1,2})\.(\d\d)\sUhr/gi, (all, hour, minute) => `${hour}:${minute}`.padEnd(all.length))
    },
  },
  fr: {
    before: 'le|à|a|de|dès|ce|@',
    recurring: 'chaque|tous les|toutes les',
    phrase: 'à|bon',
    limit: "jusqu[’']à?|avant|après",
    until: 'à|a|au',
    duration: /^,?\s+(?:pendant\s+|durant\s+)?(\d+(?:[.,]\d)?)\s?(h|heures?|min|minutes?)(?![\p{L}\p{N}])/iu,
    rewrite: (text) =>
      text.replace(
        /(\d{1,2})\s?h(?:eures?)?\s?(\d\d)?\s(du matin|du soir|de l[’']après-midi)/giu,
        (all, hour, minute, half) => toClock(hour, minute, half !== 'du matin').padEnd(all.length),
      ),
  },
  es: {
    before: 'el|a|a la|a las|desde|de|este|@',
    recurring: 'cada|todos los|todas las|los',
    phrase: 'la|esta|por la|de|buena',
    limit: 'hasta|hasta el|antes de|antes de las|hasta las|hasta a',
    until: 'a|hasta',
    duration: /^,?\s+(?:durante\s+|por\s+)?(\d+(?:[.,]\d)?)\s?(h|horas?|min|minutos?)(?![\p{L}\p{N}])/iu,
    rewrite: (text) =>
      text.replace(/(\d{1,2})(?::(\d\d))?\sde la (mañana|tarde|noche)/giu, (all, hour, minute, half) =>
        toClock(hour, minute, half !== 'mañana').padEnd(all.length),
      ),
  },
  sv: {
    before: 'på|den|från|kl|kl.|klockan|@',
    recurring: 'varje|varannan|alla',
    phrase: 'god',
    limit: 'till|före|efter|innan',
    until: 'till',
    duration: /^,?\s+(?:i\s+)?(\d+(?:[.,]\d)?)\s?(h|tim|timmar|timme|min|minuter)(?![\p{L}\p{N}])/iu,
  },
  ar: {
    before: 'في|يوم|الساعة|على|من|@',
    recurring: 'كل',
    phrase: '',
    limit: 'حتى|إلى|قبل|بعد',
    until: 'إلى|حتى',
    duration: /^[,،]?\s+(?:لمدة\s+)(\d+(?:[.,]\d)?)\s?(ساعات|ساعة|دقيقة|دقائق)(?!\p{L})/u,
  },
}

function toClock(hour: string, minute = '00', isAfternoon: boolean): string {
  return `${(Number(hour) % 12) + (isAfternoon ? 12 : 0)}:${minute}`
}
