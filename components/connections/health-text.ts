import type { useTranslations } from 'next-intl'
import { formatAgo, formatIn, isWithinMinute } from '@/components/ui/relative-time'
import { DAY, MINUTE } from '@/lib/calendar/day'
import { isFeed } from '@/lib/schemas/account-name'
import { CONSENT_WARNING_DAYS } from '@/lib/schemas/choices'
import type { BindingHealth, ConnectionHealth } from '@/lib/schemas/sync-health'
import type { Viewer } from '@/lib/schemas/users'

/** Translator of the namespace `sync`. */
export type SyncTranslator = ReturnType<typeof useTranslations<'sync'>>

const PROBLEMS = [
  'rate-limited',
  'sign-in-needed',
  'forbidden',
  'calendar-gone',
  'unreachable',
  'busy',
  'unexpected',
  'refused',
  'permission-lost',
  'too-many-events',
  'too-much-data',
  'key-missing',
  'not-found',
  'not-a-calendar',
  'incomplete',
  'too-large',
  'private-target',
  'bad-certificate',
] as const

/** A line about the state of a sync. */
export interface HealthLine {
  text: string
  tone: 'plain' | 'problem'
}

interface Context {
  t: SyncTranslator
  viewer: Pick<Viewer, 'locale' | 'timeZone'>
  /** Epoch milliseconds. */
  now: number
}

/** Returns a text about the cause of a failure that says how the user can solve it. */
export function problemText(
  problem: string,
  connection: Pick<ConnectionHealth, 'kind'>,
  t: SyncTranslator,
): string {
  if ((problem === 'key-missing' || problem === 'forbidden') && isFeed(connection))
    return t(`problems.feed-${problem}`)
  if (problem === 'sign-in-needed' && connection.kind === 'caldav') return t('problems.password-refused')
  return t(`problems.${PROBLEMS.find((known) => known === problem) ?? 'other'}`)
}

/** Describes the sync of a calendar: its last and next run, and its problems. */
export function bindingLines(
  binding: BindingHealth,
  connection: Pick<ConnectionHealth, 'kind' | 'problem'>,
  { t, viewer, now }: Context,
): HealthLine[] {
  const { state, problem, isRunning, lastSuccessAt, nextRunAt, syncedBy, events, skipped } = binding
  const join = (...parts: (string | false)[]) => parts.filter((part) => part !== false).join(' · ')
  const last =
    lastSuccessAt === null
      ? t('never')
      : isWithinMinute(lastSuccessAt, now)
        ? t('syncedNow')
        : t('synced', { when: formatAgo(lastSuccessAt, now, viewer) })
  // While the account has a problem, no run can succeed.
  const next =
    nextRunAt === null || connection.problem
      ? false
      : nextText(nextRunAt, problem !== null, { t, viewer, now })
  const when = state === 'paused' ? join(t('paused'), last) : isRunning ? t('running') : join(last, next)
  const details = join(
    t(`directions.${binding.direction}`),
    t('events', { count: events }),
    skipped > 0 && t('skipped', { count: skipped }),
  )
  return [
    ...(state === 'needs-approval' ? [{ text: t('needsApproval'), tone: 'problem' as const }] : []),
    // The account shows a problem that it has itself.
    ...(problem && problem !== connection.problem && state !== 'paused' && state !== 'needs-approval'
      ? [{ text: problemText(problem, connection, t), tone: 'problem' as const }]
      : []),
    { text: when, tone: 'plain' },
    ...(syncedBy ? [{ text: t('through', { name: syncedBy }), tone: 'plain' as const }] : []),
    { text: details, tone: 'plain' },
  ]
}

/** Describes the problem of an account, or when its access ends; undefined if it has neither. */
export function connectionLine(
  { kind, problem, consentExpiresAt }: Pick<ConnectionHealth, 'kind' | 'problem' | 'consentExpiresAt'>,
  { t, viewer, now }: Context,
): HealthLine | undefined {
  if (problem) return { text: problemText(problem, { kind }, t), tone: 'problem' }
  if (consentExpiresAt === null) return undefined
  const isSoon = consentExpiresAt - now < CONSENT_WARNING_DAYS * DAY
  const when = formatDay(consentExpiresAt, viewer)
  return { text: t('consentExpires', { when }), tone: isSoon ? 'problem' : 'plain' }
}

function nextText(at: number, isRetry: boolean, { t, viewer, now }: Context): string {
  if (at - now < MINUTE) return t('soon')
  const when = formatIn(at, now, viewer.locale)
  return isRetry ? t('retry', { when }) : t('next', { when })
}

function formatDay(at: number, { locale, timeZone }: Context['viewer']): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', calendar: 'gregory', timeZone }).format(at)
}
