import { createTranslator } from 'next-intl'
import { expect, it } from 'vitest'
import type { BindingHealth } from '@/lib/schemas/sync-health'
import sync from '@/messages/en/sync.json'
import { bindingLines, connectionLine } from './health-text'

const t = createTranslator({ locale: 'en', messages: { sync }, namespace: 'sync' })
const context = { t, viewer: { locale: 'en', timeZone: 'UTC' }, now: 0 }
const BINDING: BindingHealth = {
  ...{ id: 'work', name: 'Work', calendar: null, direction: 'both', canWrite: true, state: 'active' },
  ...{ problem: null, isRunning: false, lastRunAt: null, lastSuccessAt: null, nextRunAt: null },
  ...{ intervalMinutes: null, placedIn: null, placedDetail: null, events: 2, skipped: 0, conflicts: 0 },
  ...{ isFollowed: false, syncedBy: null },
}

it('asks to connect an account whose credentials cannot be decrypted again, and to add a feed again', () => {
  const textOf = (kind: 'google' | 'ics') =>
    connectionLine({ kind, problem: 'key-missing', consentExpiresAt: null }, context)?.text
  expect(textOf('google')).toMatch(/Connect the account again/)
  expect(textOf('ics')).toMatch(/Disconnect it and add it again/)
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
