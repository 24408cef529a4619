import { Chrono, createCasualConfiguration } from 'chrono-node/sv'

type Parser = Chrono['parsers'][number]
type Refiner = Chrono['refiners'][number]

const CLOCK = '([01]?\\d|2[0-3])[:.]([0-5]\\d)'
const TIME = new RegExp(
  `(?<![\\p{L}\\p{N}.:/])(?:(?:kl\\.?|klockan)\\s*)?${CLOCK}(?:\\s*(?:-|–|till)\\s*${CLOCK})?(?![\\p{L}\\p{N}:/]|\\.\\p{N})|(?<!\\p{L})(?:kl\\.?|klockan)\\s*([01]?\\d|2[0-3])(?![\\p{N}:.])`,
  'iu',
)

/** Parses times of day, which the Swedish configuration of chrono-node does not know: "14:30", "kl. 14.30", "kl 9". */
const times: Parser = {
  pattern: () => TIME,
  extract(context, match) {
    const [text, hour, minute, endHour, endMinute, fullHour] = match
    // "8.12" is a date.
    if (hour && !/:|kl/i.test(text)) return null
    const toComponents = (h: string, m = '0') => ({ hour: Number(h), minute: Number(m) })
    const end = endHour && toComponents(endHour, endMinute)
    const start = toComponents(hour ?? fullHour!, minute)
    return context.createParsingResult(match.index!, text, start, end || undefined)
  },
}

/** Joins a day and a time right after it: "fredag kl 19". */
const dayAndTime: Refiner = {
  refine({ text }, results) {
    const joined: typeof results = []
    for (const next of results) {
      const day = joined.at(-1)
      const isTime = next.start.isCertain('hour') && !next.start.isCertain('day')
      if (!day || !isTime || day.start.isCertain('hour') || !isAdjacent(text, day, next)) {
        joined.push(next)
        continue
      }
      day.text = text.slice(day.index, next.index + next.text.length)
      if (next.end) day.end = withClock(day.start.clone(), next.end)
      withClock(day.start, next.start)
    }
    return joined
  },
}

type Result = Parameters<Refiner['refine']>[1][number]

function isAdjacent(text: string, first: Result, second: Result): boolean {
  return /^[\s,]+$/.test(text.slice(first.index + first.text.length, second.index))
}

function withClock(day: Result['start'], time: Result['start']): Result['start'] {
  return day.assign('hour', time.get('hour')!).assign('minute', time.get('minute')!)
}

const configuration = createCasualConfiguration()
export const casual = new Chrono({
  parsers: [times, ...configuration.parsers],
  refiners: [...configuration.refiners, dayAndTime],
})
