import { DAY, type Day, dayOf, type WallMs } from '../day'
import { type Span, wallsOf } from '../span'
import type { Zone } from '../zones/zone'

/** A proposed time with its wall times in the viewer's zone; all-day dates are the same in every zone. */
export interface ShownSlot<Slot> {
  slot: Slot
  start: WallMs
  end: WallMs
}

/** The slots of a day, in the order of their starts. */
export interface SlotDay<Slot> {
  /** Number of the day in the viewer's zone. */
  day: number
  slots: ShownSlot<Slot>[]
}

/** The days of a month that have slots. */
export interface SlotMonth<Slot> {
  /** The first day of the month. */
  month: Day
  days: SlotDay<Slot>[]
}

/** Groups slots by the month and day on which they begin in the viewer's zone. On a day, all-day slots come first. */
export function groupSlots<Slot extends { id: string; span: Span }>(
  slots: readonly Slot[],
  zone: Zone,
): SlotMonth<Slot>[] {
  const shown = slots.map((slot): ShownSlot<Slot> => ({ slot, ...wallsOf(slot.span, zone) }))
  const isTimed = ({ slot }: ShownSlot<Slot>) => Number(slot.span.type !== 'all-day')
  shown.sort(
    (a, b) =>
      Math.floor(a.start / DAY) - Math.floor(b.start / DAY) ||
      isTimed(a) - isTimed(b) ||
      a.start - b.start ||
      a.end - b.end ||
      (a.slot.id < b.slot.id ? -1 : 1),
  )
  const months: SlotMonth<Slot>[] = []
  for (const entry of shown) {
    const day = Math.floor(entry.start / DAY)
    const month = `${dayOf(day).slice(0, 7)}-01`
    if (months.at(-1)?.month !== month) months.push({ month, days: [] })
    const { days } = months.at(-1)!
    if (days.at(-1)?.day !== day) days.push({ day, slots: [] })
    days.at(-1)!.slots.push(entry)
  }
  return months
}

/** Returns the slots from the index `from` to before `to`, without months and days that have none of them. */
export function sliceSlots<Slot>(
  months: readonly SlotMonth<Slot>[],
  from: number,
  to = Number.POSITIVE_INFINITY,
): SlotMonth<Slot>[] {
  let index = 0
  const isWithin = () => {
    const at = index++
    return at >= from && at < to
  }
  return months.flatMap(({ month, days }) => {
    const within = days.flatMap(({ day, slots }) => {
      const kept = slots.filter(isWithin)
      return kept.length ? [{ day, slots: kept }] : []
    })
    return within.length ? [{ month, days: within }] : []
  })
}

/** Returns the slots of all months in their order. */
export function slotsOf<Slot>(months: readonly SlotMonth<Slot>[]): ShownSlot<Slot>[] {
  return months.flatMap(({ days }) => days.flatMap(({ slots }) => slots))
}
