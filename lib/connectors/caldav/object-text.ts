import type { RawComponent } from '@/lib/calendar/server/ical/component-stack'

/** A content line (RFC 5545 §3.1): unfolded, and as it is stored, with its line breaks. */
export interface TextLine {
  text: string
  raw: string
}

/** A component of an object, with its lines and inner components in order. */
export interface TextComponent {
  name: string
  begin: string
  items: (TextLine | TextComponent)[]
  end: string
}

/** Returns an object as text with the line breaks of RFC 5545, which XML does not keep. */
export function toObjectText(text: string): string {
  return text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?|\n/g, '\r\n')
    .replaceAll('\0', '')
    .trimStart()
}

/** Divides the text of an object without loss: {@link formatObject} returns the same text. @throws Error */
export function parseObject(text: string): TextComponent {
  const root: TextComponent = { name: '', begin: '', items: [], end: '' }
  const open = [root]
  for (const line of linesOf(text)) {
    const [, verb, name] = /^(BEGIN|END)[ \t]*:[ \t]*(\S+)[ \t]*$/i.exec(line.text) ?? []
    const current = open.at(-1)!
    if (!verb) current.items.push(line)
    else if (verb.toUpperCase() === 'BEGIN') {
      const component = { name: name!.toUpperCase(), begin: line.raw, items: [], end: '' }
      current.items.push(component)
      open.push(component)
    } else {
      if (current === root || current.name !== name!.toUpperCase()) throw new Error(`unexpected END:${name}`)
      current.end = line.raw
      open.pop()
    }
  }
  const calendar = componentsOf(root, 'VCALENDAR')[0]
  if (!calendar || open.length > 1) throw new Error('no complete VCALENDAR')
  return calendar
}

export function formatObject({ begin, items, end }: TextComponent): string {
  return begin + items.map((item) => (isComponent(item) ? formatObject(item) : item.raw)).join('') + end
}

export function isComponent(item: TextLine | TextComponent): item is TextComponent {
  return 'items' in item
}

export function componentsOf({ items }: TextComponent, name: string): TextComponent[] {
  return items.filter(isComponent).filter((component) => component.name === name)
}

/** Returns the lines directly in a component that have a property name. */
export function linesNamed({ items }: TextComponent, name: string): TextLine[] {
  return items.filter((item): item is TextLine => !isComponent(item) && nameOf(item) === name)
}

export function nameOf({ text }: TextLine): string {
  return /^[^;:]*/.exec(text)![0].toUpperCase()
}

/** Returns a component as the iCalendar reader takes it. */
export function toRawComponent({ name, items }: TextComponent): RawComponent {
  return { name, line: 1, calendar: 1, lines: unfoldedTextsOf(items).map((text) => ({ text, line: 1 })) }
}

/** Returns the unfolded lines of items, including BEGIN and END of components. */
export function unfoldedTextsOf(items: TextComponent['items']): string[] {
  return items.flatMap((item) =>
    isComponent(item)
      ? [`BEGIN:${item.name}`, ...unfoldedTextsOf(item.items), `END:${item.name}`]
      : item.text.trim()
        ? [item.text]
        : [],
  )
}

function linesOf(text: string): TextLine[] {
  const lines: TextLine[] = []
  for (const raw of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const content = raw.replace(/\r?\n$/, '')
    const last = lines.at(-1)
    if (/^[ \t]/.test(content) && last) {
      last.text += content.slice(1)
      last.raw += raw
    } else lines.push({ text: content, raw })
  }
  return lines
}

/** Returns whether the text of an object contains an event, and not only a task or a journal entry. */
export function hasEvent(text: string): boolean {
  return /^BEGIN[ \t]*:[ \t]*VEVENT[ \t]*$/im.test(text)
}
