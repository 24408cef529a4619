import { htmlToText } from '@/lib/calendar/server/ical/html'
import { toMultiline } from '@/lib/calendar/text'
import type { GraphEvent } from './event'

/** Returns the description of an event as text, without what Outlook adds to online meetings. */
export function toDescription(event: GraphEvent): string {
  const { body } = event
  const content = body?.content ?? ''
  const isHtml = body?.contentType?.toLowerCase() !== 'text'
  const text = isHtml ? htmlToText(content.slice(0, meetingAt(event))) : content
  return toMultiline(text.replaceAll('\u00a0', ' ')).trim()
}

/**
 * Returns the body for a description. The block that belongs to an online meeting is kept: without it, Outlook turns the
 * meeting off (learn.microsoft.com/graph/outlook-calendar-online-meetings).
 * @param raw the event as Graph has it
 */
export function toBody(description: string, raw: GraphEvent): Required<Pick<GraphEvent, 'body'>> {
  const meeting = raw.body?.content?.slice(meetingAt(raw)) ?? ''
  const lines = description.split('\n').map(toHtml)
  return { body: { contentType: 'html', content: `<div>${lines.join('<br>')}</div>${meeting}` } }
}

/** Returns where the block of an online meeting begins, with a line of underscores; the end if there is none. */
function meetingAt({ body, isOnlineMeeting, onlineMeeting, onlineMeetingUrl }: GraphEvent): number {
  const html = body?.content ?? ''
  // Lines of underscores are common in other descriptions, too.
  if (!isOnlineMeeting && !onlineMeeting?.joinUrl && !onlineMeetingUrl) return html.length
  const at = html.search(/(?:<div[^<>]{0,500}>\s*)?(?:<span[^<>]{0,500}>\s*)?_{20}/i)
  return at < 0 ? html.length : at
}

/** Escapes a line, and keeps its spaces. */
function toHtml(line: string): string {
  return line
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\t', '    ')
    .replaceAll('\u00a0', ' ')
    .replace(/ {2,}|^ /g, (spaces) => '&nbsp;'.repeat(spaces.length))
}
