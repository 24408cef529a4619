import type { TimeOfDayRange } from './slot-pattern'

/** Words for proposed times in one language, as sources of regular expressions that ignore case. */
export interface SlotWords {
  every: string
  /** Between two dates, weekdays or times. */
  to: string
  /** Before a time of day. */
  at: string
  /** After a time of day. */
  clock: string
  /** After an hour before and after noon. */
  am: string
  pm: string
  /** A duration in hours or minutes after a time; its unit is `hours` or `minutes`. */
  hours: string
  minutes: string
  day: string
  workdays: string
  weekend: string
  today: string
  tomorrow: string
  afterTomorrow: string
  thisWeek: string
  nextWeek: string
  /** The next weeks, their number in the first group. */
  nextWeeks: string
  thisMonth: string
  nextMonth: string
  /** Parts of the day with their usual times. */
  parts: readonly (readonly [words: string, time: TimeOfDayRange])[]
  /** Words without a meaning of their own. */
  filler: string
}

const range = (start: number, end: number): TimeOfDayRange => ({ start: start * 60, end: end * 60 })

/** The words by language. */
export const SLOT_WORDS: Record<string, SlotWords> = {
  en: {
    every: 'every|each',
    to: 'to|until|till|through',
    at: 'at|from',
    clock: "o'clock",
    am: 'a\\.?m\\.?',
    pm: 'p\\.?m\\.?',
    hours: 'h|hrs?|hours?',
    minutes: 'm|mins?|minutes?',
    day: 'days?|daily',
    workdays: 'weekdays?|workdays?|working days?',
    weekend: 'weekends?',
    today: 'today',
    tomorrow: 'tomorrow',
    afterTomorrow: 'the day after tomorrow|day after tomorrow',
    thisWeek: 'this week',
    nextWeek: 'next week',
    nextWeeks: 'next (\\d{1,2}|two|three|four) weeks',
    thisMonth: 'this month',
    nextMonth: 'next month',
    parts: [
      ['mornings?', range(9, 11)],
      ['noons?|lunch(?:time)?', range(12, 13)],
      ['afternoons?', range(14, 16)],
      ['evenings?|nights?', range(19, 21)],
    ],
    filler: 'on|in|and|the|for|at|from|of|this|next|all',
  },
  de: {
    every: 'jeden|jede|jedes|alle',
    to: 'bis',
    at: 'um|ab|von',
    clock: 'uhr',
    am: '(?!)',
    pm: '(?!)',
    hours: 'h|std\\.?|stunden?',
    minutes: 'min\\.?|minuten?',
    day: 'tage?|täglich',
    workdays: 'werktags?|werktage?n?|wochentags?',
    weekend: 'wochenenden?',
    today: 'heute',
    tomorrow: '(?<!(?:jeden|alle)\\s)morgen',
    afterTomorrow: 'übermorgen',
    thisWeek: 'diese woche',
    nextWeek: '(?:nächste|kommende) woche',
    nextWeeks: '(?:nächsten|kommenden) (\\d{1,2}|zwei|drei|vier) wochen',
    thisMonth: 'diese[nrms]? monats?',
    nextMonth: '(?:nächste|kommende)[nrms]? monats?',
    parts: [
      ['morgens?|vormittags?', range(9, 11)],
      ['mittags?', range(12, 13)],
      ['nachmittags?', range(14, 16)],
      ['abends?|abende', range(19, 21)],
    ],
    filler:
      'am|an|im|in|und|den|der|die|das|dem|für|um|von|vom|ab|zum|diese[nrs]?|nächste[nrs]?|kommende[nrs]?',
  },
  ar: {
    every: 'كل',
    to: 'إلى|الى|حتى',
    at: 'الساعة|من',
    clock: '(?!)',
    am: 'صباحا|صباحًا|ص',
    pm: 'مساءً|مساء|م',
    hours: 'ساعات|ساعة',
    minutes: 'دقائق|دقيقة',
    day: 'يوم|يوميا',
    workdays: 'أيام العمل',
    weekend: 'عطلة نهاية الأسبوع|نهاية الأسبوع',
    today: 'اليوم',
    tomorrow: 'غدا|غدًا',
    afterTomorrow: 'بعد غد|بعد غدا',
    thisWeek: 'هذا الأسبوع',
    nextWeek: 'الأسبوع (?:القادم|المقبل)',
    nextWeeks: '(?:ال)?(\\d{1,2}|أسبوعين) (?:أسابيع )?(?:القادمة|القادمين|المقبلة|المقبلين)',
    thisMonth: 'هذا الشهر',
    nextMonth: 'الشهر (?:القادم|المقبل)',
    parts: [
      ['صباح', range(9, 11)],
      ['بعد الظهر', range(14, 16)],
      ['ظهر', range(12, 13)],
      ['مساء', range(19, 21)],
    ],
    filler: 'في|و|يوم|من|أيام|لمدة',
  },
}

/** Values of number words. */
export const NUMBER_WORDS: Record<string, number> = {
  ...{ two: 2, three: 3, four: 4, zwei: 2, drei: 3, vier: 4, أسبوعين: 2 },
}
