import { expect, test } from '@playwright/test'
import { PAGES } from '@/test/access/pages'
import { createRoleClients, makeScenario, type Scenario } from '@/test/access/scenario'
import {
  createSecretEvents,
  createSharee,
  READER_LEVELS,
  type SecretEvents,
  SHARED_CALENDARS,
  visibleTexts,
} from '@/test/access/secret-events'
import { connectToServerDatabase, httpClients } from '@/test/clients/over-http'

/**
 * Requests every page as each reader, and searches the responses for secrets that rendering might add.
 * test/access/redaction.db.test.ts covers every route.
 */
test.describe.configure({ mode: 'default' })

let sql: ReturnType<typeof connectToServerDatabase>
let scenario: Scenario
let secretEvents: SecretEvents

test.beforeAll(async () => {
  sql = connectToServerDatabase()
  const { callers, emails } = await createRoleClients(httpClients)
  scenario = await makeScenario(sql, callers, emails)
  secretEvents = await createSecretEvents(callers.owner, scenario.ids.owner)
})
test.afterAll(() => sql.end())

for (const side of SHARED_CALENDARS) {
  // Editors read what viewers read.
  for (const level of READER_LEVELS.filter((level) => level !== 'editor')) {
    test(`a ${level} of the ${side === 'home' ? 'home calendar' : 'calendar of a placement'} sees only what the level permits`, async () => {
      const reader = await createSharee(sql, httpClients, secretEvents.calendars[side], level)
      const { id, changeset } = secretEvents.events.find(({ visibility }) => visibility === 'private')!
      const calendar = secretEvents.calendars[side]
      const target: Scenario = { ...scenario, calendar, event: id, privateEvent: id, changeset }
      const texts: string[] = []
      for (const page of PAGES) {
        const path = page.path(target)
        const { text, status } = await reader.get(path)
        expect(status, path).toBeLessThan(500)
        texts.push(text)
      }
      const responses = texts.join('\n')
      for (const event of secretEvents.events) {
        const label = `${event.detail}, ${event.visibility}, ${event.shape}`
        const visible = visibleTexts(side, level, event)
        expect(responses.includes(event.title), `title: ${label}`).toBe(visible.title)
        expect(responses.includes(event.details), `description: ${label}`).toBe(visible.details)
        if (!visible.formerTitle)
          expect(responses.includes(event.formerTitle), `former title: ${label}`).toBe(false)
      }
      // Readers see the deletion in history, and editors can restore it.
      expect(responses.includes(secretEvents.deleted), 'deleted').toBe(
        side === 'home' && level !== 'freebusy',
      )
    })
  }
}
