import { readAttendee } from '@/lib/calendar/server/ical/fields'
import { fromJcal, toJcal } from '@/lib/calendar/server/ical/jcal'
import { parseLine, repairTzid } from '@/lib/calendar/server/ical/line'
import { isComponent, nameOf, type TextComponent, type TextLine, unfoldedTextsOf } from './object-text'
import { textLine, withoutScheduling, withParams } from './scheduling'

type Item = TextLine | TextComponent

/** Properties whose lines are replaced together. All others are compared line by line. */
const MANAGED: Record<string, string> = {
  DTSTART: 'time',
  DTEND: 'time',
  DURATION: 'time',
  ...Object.fromEntries(
    [
      ...['RECURRENCE-ID', 'RRULE', 'RDATE', 'EXDATE', 'SUMMARY', 'DESCRIPTION', 'LOCATION', 'URL', 'STATUS'],
      ...['TRANSP', 'CLASS', 'COLOR', 'X-KINDAY-KIND', 'X-KINDAY-DONE', 'X-KINDAY-COLOR'],
      ...['X-KINDAY-GUEST-LIST-HIDDEN', 'X-KINDAY-GUESTS-MAY-COMMENT', 'X-KINDAY-CAPACITY'],
      'X-KINDAY-ANSWER-BY',
    ].map((name) => [name, name]),
  ),
}

/**
 * Applies the differences between two versions of a VEVENT to its text, so that all other lines stay byte for byte.
 * @param before the present content, as Kinday would write it
 * @param next the new content, as Kinday would write it
 */
export function patchComponent(
  component: TextComponent,
  before: TextComponent,
  next: TextComponent,
): TextComponent {
  const [old, wanted] = [groupsOf(before), groupsOf(next)]
  const groups = [...new Set([...old.keys(), ...wanted.keys()])]
  const patched = groups.reduce<Item[]>((items, group) => {
    const [from, to] = [old.get(group) ?? new Map(), wanted.get(group) ?? new Map()]
    if (isSameList([...from.keys()], [...to.keys()])) return items
    if (group === 'ATTENDEE') return patchAttendees(items, from, to)
    const isManaged = Object.values(MANAGED).includes(group)
    return isManaged ? replaceGroup(items, group, [...to.values()]) : patchLines(items, from, to)
  }, component.items)
  return patched === component.items ? component : { ...component, items: patched }
}

/** Returns the items of a component by group, each by its canonical text. */
function groupsOf({ items }: TextComponent): Map<string, Map<string, Item>> {
  const groups = new Map<string, Map<string, Item>>()
  for (const item of items) {
    const group = groupOf(item)
    const known = groups.get(group) ?? new Map<string, Item>()
    groups.set(group, known)
    known.set(group === 'ATTENDEE' ? (item as TextLine).text : canonical(item), item)
  }
  return groups
}

function groupOf(item: Item): string {
  const name = isComponent(item) ? `BEGIN:${item.name}` : nameOf(item)
  return MANAGED[name] ?? name
}

function replaceGroup(items: Item[], group: string, wanted: Item[]): Item[] {
  return insert(
    items.filter((item) => groupOf(item) !== group),
    items.findIndex((item) => groupOf(item) === group),
    wanted,
  )
}

/** Removes and adds the lines and components that differ. */
function patchLines(items: Item[], from: Map<string, Item>, to: Map<string, Item>): Item[] {
  const removed = new Set([...from.keys()].filter((key) => !to.has(key)))
  const added = [...to].filter(([key]) => !from.has(key)).map(([, item]) => item)
  const isRemoved = (item: Item) => removed.has(canonical(item))
  const kept = removed.size ? items.filter((item) => !isRemoved(item)) : items
  return insert(kept, removed.size ? items.findIndex(isRemoved) : -1, added)
}

/** Changes names and answers of attendees, who are identified by address, and adds and removes attendees. */
function patchAttendees(items: Item[], from: Map<string, Item>, to: Map<string, Item>): Item[] {
  const byAddress = (lines: Map<string, Item>) =>
    new Map([...lines.values()].map((line) => [addressOf(line as TextLine), line as TextLine]))
  const [old, wanted] = [byAddress(from), byAddress(to)]
  const known = new Set<string | null>()
  const kept = items.flatMap((item) => {
    if (isComponent(item) || nameOf(item) !== 'ATTENDEE') return [item]
    const address = addressOf(item)
    known.add(address)
    const next = wanted.get(address)
    if (!next) return address !== null && old.has(address) ? [] : [item]
    return old.get(address)?.text === next.text ? [item] : [withPersonOf(item, next)]
  })
  const added = [...wanted].filter(([address]) => !known.has(address)).map(([, line]) => line)
  const last = kept.findLastIndex((item) => !isComponent(item) && nameOf(item) === 'ATTENDEE')
  return insert(kept, last + 1 || -1, added)
}

function withPersonOf(line: TextLine, next: TextLine): TextLine {
  const params = parseLine(next.text, 1)!.params
  return withParams(line, (own) => {
    for (const name of ['cn', 'partstat']) {
      const values = params.get(name)
      if (values) own.set(name, values)
      else own.delete(name)
    }
    return own
  })
}

function addressOf(line: TextLine): string | null {
  const parsed = parseLine(line.text, 1)
  return parsed && readAttendee(parsed).participant.email
}

/** Inserts items at an index; if it is negative, before the inner components. */
function insert(items: Item[], at: number, added: readonly Item[]): Item[] {
  const end = items.findIndex(isComponent)
  const place = at >= 0 ? at : end >= 0 && !added.some(isComponent) ? end : items.length
  return items.toSpliced(place, 0, ...added)
}

/** Returns the text by which equal lines and components are recognized, in the form in which Kinday writes them. */
function canonical(item: Item): string {
  const texts = unfoldedTextsOf([isComponent(item) ? item : withoutScheduling(item)]).map((text) => {
    const line = parseLine(text, 1)
    return (line && fromJcal(toJcal(repairTzid(line)))) ?? text
  })
  return texts.join('\n')
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.toSorted().join('\n') === b.toSorted().join('\n')
}

/** Returns a component with the lines as Kinday writes them, which may contain components. */
export function componentOf(lines: Iterable<string>): TextComponent {
  const open: TextComponent[] = [{ name: '', begin: '', items: [], end: '' }]
  for (const text of lines) {
    const [, verb, name] = /^(BEGIN|END):(\S+)$/.exec(text) ?? []
    if (verb === 'BEGIN') {
      const component = { name: name!, begin: `${text}\r\n`, items: [], end: `END:${name}\r\n` }
      open.at(-1)!.items.push(component)
      open.push(component)
    } else if (verb === 'END') open.pop()
    else open.at(-1)!.items.push(textLine(text))
  }
  return open[0]!.items[0] as TextComponent
}
