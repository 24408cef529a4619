import { addDays } from '@/lib/calendar/day'
import type { Series } from '@/lib/calendar/series/recurrence'
import type { InvitationChange } from '@/lib/calendar/server/itip/next-message'
import type { MailedFields } from '@/lib/calendar/server/itip/sent-invitation'
import { toPlainName, toSingleLine } from '@/lib/calendar/text'
import { type EventMailTexts, eventMailTexts } from './event-texts'
import type { MailDetail, MailLink } from './message'
import { addressOf, mailOrigin, type RenderedMail, renderMessage } from './templates'
import { MAX_IN_BODY, MAX_IN_SUBJECT, userText } from './user-text'

/** Content of a mail to a guest. */
export interface InvitationMail {
  kind: 'invited' | 'changed' | 'cancelled'
  locale: string
  organizer: string
  title: string
  /** The event, or single occurrences of a series, that the mail is about. */
  parts: (Pick<MailedFields, 'span' | 'location'> & { occurrence: string | null })[]
  /** The series, if the mail invites to it as a whole. */
  series: Pick<Series, 'span' | 'recurrence'> | null
  url: string
  description: string
  answerBy: string | null
  changes: readonly InvitationChange[]
  /** Path of the guest's page. */
  page: string
  unsubscribe: string
}

/** Maximum length of a description in a mail. The calendar part and the guest's page have all of it. */
const MAX_DESCRIPTION_LENGTH = 2000

/** Maximum number of occurrences that a mail lists. */
const MAX_LISTED = 5

/** Renders a mail to a guest in the guest's language. Times are in the event's zone and include its name. */
export async function renderInvitationMail(mail: InvitationMail): Promise<RenderedMail> {
  const text: EventMailTexts = await eventMailTexts(mail.locale)
  const { t, language } = text
  const title = userText(mail.title, MAX_IN_BODY)
  const organizer = userText(mail.organizer, MAX_IN_SUBJECT)
  const isCancelled = mail.kind === 'cancelled'
  const message = {
    language,
    subject: toSingleLine(t(`guest.subject.${mail.kind}`, { title })),
    lead: t(`guest.lead.${mail.kind}`, { organizer, title }),
    details: detailsOf(mail, text),
    body: isCancelled ? undefined : shortened(mail.description, MAX_DESCRIPTION_LENGTH),
    choices: isCancelled ? [] : choicesOf(mail, text),
    link: isCancelled ? undefined : { address: addressOf(mail.page), text: t('guest.view') },
    hint: t('linkHint'),
    end: t(isCancelled ? 'guest.endCancelled' : 'guest.end', { organizer }),
    footer: { address: addressOf(mail.unsubscribe), text: t('guest.unsubscribe') },
    signature: t('signature', { address: new URL(mailOrigin()).host }),
  }
  return { ...renderMessage(message), fromName: t('guest.sender', { organizer }) }
}

function detailsOf(mail: InvitationMail, text: EventMailTexts): MailDetail[] {
  const { t } = text
  const { parts, changes, series, url, answerBy, organizer } = mail
  const details = parts.slice(0, MAX_LISTED).flatMap((part) => partDetails(part, changes, text))
  if (parts.length > MAX_LISTED)
    details.push({ label: t('guest.when'), value: t('guest.more', { count: parts.length - MAX_LISTED }) })
  if (series?.recurrence)
    details.push({
      ...{ label: t('guest.repeats'), value: text.recurrence(series) },
      ...(changes.some(({ field }) => field === 'recurrence') && { before: t('guest.isChanged') }),
    })
  if (url) details.push({ label: t('guest.link'), value: url })
  details.push({ label: t('guest.organizer'), value: toPlainName(organizer) })
  if (answerBy && mail.kind !== 'cancelled') {
    const span = { type: 'all-day', start: answerBy, end: addDays(answerBy, 1) } as const
    details.push({ label: t('guest.answerBy'), value: text.when(span) })
  }
  return details
}

/** Lists time, place and other changed fields of the event or of one occurrence. */
function partDetails(
  { occurrence, span, location }: InvitationMail['parts'][number],
  changes: readonly InvitationChange[],
  { t, when }: EventMailTexts,
): MailDetail[] {
  const partChanges = changes.filter((change) => change.occurrence === occurrence)
  const change = (field: InvitationChange['field']) =>
    partChanges.find((candidate) => candidate.field === field)
  const before = (text: string | undefined) => (text ? { before: t('guest.before', { text }) } : {})
  const formerSpan = change('span')?.before?.span
  const titleChange = change('title')
  const newStatus = change('status')?.after?.status
  return [
    { label: t('guest.when'), value: when(span), ...before(formerSpan && when(formerSpan)) },
    ...(location || change('location')
      ? [{ label: t('guest.where'), value: location || '–', ...before(change('location')?.before?.location) }]
      : []),
    ...(titleChange?.after
      ? [{ label: t('guest.title'), value: titleChange.after.title, ...before(titleChange.before?.title) }]
      : []),
    ...(newStatus && newStatus !== 'cancelled'
      ? [{ label: t('guest.status'), value: t(`guest.statuses.${newStatus}`) }]
      : []),
    ...(change('restored') ? [{ label: t('guest.status'), value: t('guest.restored') }] : []),
    ...(change('description') ? [{ label: t('guest.description'), value: t('guest.isChanged') }] : []),
  ]
}

/** Links that open the guest's page with an answer chosen. The page asks for a click, since scanners open links. */
function choicesOf({ page, parts }: InvitationMail, { t }: EventMailTexts): MailLink[] {
  const occurrence = parts.length === 1 ? parts[0]!.occurrence : null
  return (['accepted', 'tentative', 'declined'] as const).map((answer) => {
    const query = new URLSearchParams({ answer, ...(occurrence && { occurrence }) })
    return { address: addressOf(`${page}?${query}`), text: t(`guest.answers.${answer}`) }
  })
}

function shortened(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
