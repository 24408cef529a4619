import { TEXT_FIELDS } from '@/lib/calendar/event-fields'

/** Data shared by another app, with the names of the Web Share Target API. */
export interface SharedText {
  title?: string
  text?: string
  url?: string
}

/** Returns the fields of a new event: without a title, the first line of the text. Android shares links as text. */
export function toSharedFields({ title = '', text = '', url = '' }: SharedText) {
  const link = url || (/^https?:\/\/\S+$/m.exec(text)?.[0] ?? '')
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && line !== link)
  const heading = title.trim() || (lines.shift() ?? '')
  const shorten = (field: 'title' | 'description' | 'url', value: string) =>
    value.slice(0, TEXT_FIELDS[field].maxLength)
  return {
    title: shorten('title', heading.replace(/\s+/g, ' ')),
    description: shorten('description', lines.join('\n')),
    url: link.length <= TEXT_FIELDS.url.maxLength ? link : '',
  }
}
