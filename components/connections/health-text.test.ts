import { createTranslator } from 'next-intl'
import { expect, it } from 'vitest'
import type { BindingHealth } from '@/lib/schemas/sync-health'
import sync from '@/messages/en/sync.json'
import { bindingLines, problemText } from './health-text'

const t = createTranslator({ locale: 'en', messages: { sync }, namespace: 'sync' })
const context = { t, viewer: { locale: 'en', timeZone: 'UTC' }, now: 0 }
const BINDING: BindingHealth = {
  ...{ id: 'work', name: 'Work', calendar: null, direction: 'both', canWrite: true, state: 'active' },
  ...{ problem: null, isRunning: false, lastRunAt: null, lastSuccessAt: null, nextRunAt: null },
  ...{ intervalMinutes: null, placedIn: null, placedDetail: null, events: 2, skipped: 0, conflicts: 0 },
  ...{ isFollowed: false, syncedBy: null },
}

it.each([
  ['key-missing', /Connect the account again/, /Disconnect it and add it again/],
  ['forbidden', /share it again/, /disconnect it and add it again/],
] as const)(
  'explains how to solve the problem %s: in an account at its provider, in a feed by adding the feed again',
  (problem, account, feed) => {
    const textOf = (kind: 'google' | 'ics') => problemText(problem, { kind }, t)
    expect(textOf('google')).toMatch(account)
    expect(textOf('ics')).toMatch(feed)
  },
)

it('asks for a new password where an account has one', () => {
  expect(problemText('sign-in-needed', { kind: 'caldav' }, t)).toMatch(/enter a new one/)
  expect(problemText('sign-in-needed', { kind: 'microsoft' }, t)).toMatch(/Connect it again/)
})

it('shows a problem of the whole account only once, not for each of its calendars', () => {
  const problems = (problem: string, ofAccount: 'sign-in-needed' | null) =>
    bindingLines({ ...BINDING, problem }, { kind: 'google', problem: ofAccount }, context).filter(
      ({ tone }) => tone === 'problem',
    )
  expect(problems('sign-in-needed', 'sign-in-needed')).toEqual([])
  expect(problems('refused', 'sign-in-needed')).toHaveLength(1)
  expect(problems('refused', null)).toHaveLength(1)
})
