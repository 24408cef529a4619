import { isEqual } from '@/lib/calendar/is-equal'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import { slotSpan } from '@/lib/calendar/series/series'
import type { IcalInstance } from '../ical/ical-event'
import { fromJcal, isProperty } from '../ical/jcal'
import { parseLine } from '../ical/line'
import { localOf, readTime, recurrenceIdIn } from '../ical/moments'
import { zoneOfTzid } from '../ical/tzid'
import type { Content } from './normalize'
import { INSTANCE_FIELDS, isEquivalentSpan } from './patch'

/**
 * Returns the recurrence id of an event received as an instance without its series; for other single events, its start.
 */
export function singleId(content: Content): RecurrenceId {
  return instanceId(content) ?? content.span.start
}

/** Returns whether an event was received as an instance without its series. */
export function isOrphan(content: Content): boolean {
  return content.recurrence === null && content.unknown.some(isInstanceMark)
}

/**
 * Returns whether a series consists of instances received without it (see {@link asSeries}).
 *
 * @param received its received content, in which the first instance is still marked
 */
export function isSeriesOfOrphans({ recurrence }: Content, received: Content | null): boolean {
  return recurrence?.rules.length === 0 && Boolean(received?.unknown.some(isInstanceMark))
}

/** Returns the complete content of each instance received without its series, by recurrence id. */
export function orphansIn(content: Content): Map<RecurrenceId, Omit<Content, 'recurrence' | 'overrides'>> {
  const { recurrence, overrides, ...series } = isOrphan(content) ? asSeries(content) : content
  const ids = [
    ...(isOrphan(content) ? [singleId(content)] : [series.span.start]),
    ...(recurrence?.dates ?? []).map((date) => date.split('/', 1)[0]!),
    ...Object.keys(overrides),
  ]
  return new Map(
    ids.map((id) => [
      id,
      { ...series, span: slotSpan({ ...series, recurrence, overrides }, id), ...overrides[id] },
    ]),
  )
}

function instanceId({ span, unknown }: Content): RecurrenceId | null {
  const text = fromJcal(unknown.find(isInstanceMark))
  const line = text === null ? null : parseLine(text, 0)
  const zone = span.type === 'timed' ? span.startZone : 'UTC'
  const moment =
    line &&
    readTime(line.value, line, { resolve: (tzid) => ({ zone: zoneOfTzid(tzid) ?? zone, convert: null }) })
  return moment && recurrenceIdIn({ ...moment, local: localOf(moment, zone) }, span)
}

/** Converts an event received as an instance to a series with only that instance. */
export function asSeries(content: Content): Content {
  const id = singleId(content)
  const series: Content = {
    ...content,
    unknown: content.unknown.filter((property) => !isInstanceMark(property)),
    recurrence: { rules: [], dates: [], exclusions: [] },
  }
  series.span = slotSpan(series, id)
  return isEqual(series.span, content.span)
    ? series
    : { ...series, overrides: { [id]: { span: content.span } } }
}

/** Applies an instance of a file to the single event that represents it. */
export function applyToSingle(
  content: Content,
  base: Content | null,
  { fields, span, isBare }: IcalInstance,
): Content {
  const next: Record<string, unknown> = { ...content }
  const mark = content.unknown.filter(isInstanceMark)
  const stated: Record<string, unknown> = { ...fields, unknown: [...fields.unknown, ...mark] }
  const names = isBare && fields.status === 'cancelled' ? ['status'] : ['status', ...INSTANCE_FIELDS]
  for (const field of names) {
    if (!base || !isEqual(base[field as keyof Content], stated[field])) next[field] = stated[field]
  }
  if (span && !isEquivalentSpan(span, content.span) && !(base && isEquivalentSpan(span, base.span)))
    next.span = span
  return next as Content
}

function isInstanceMark(property: unknown): boolean {
  return isProperty(property) && property[0].toLowerCase() === 'recurrence-id'
}
