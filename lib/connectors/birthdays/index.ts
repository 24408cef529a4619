import { birthdayEvent, type GroupBirthdays, parseBirthday } from '@/lib/calendar/birthday-event'
import type { Connector } from '../connector'
import { hashId } from '../hash-id'
import { changeOf, readOnlyConnector } from '../read-only'

/** Creates the connector of the birthdays in a group: one yearly event for each person. */
export function birthdaysConnector({ id, name, people }: GroupBirthdays): Connector {
  return readOnlyConnector({
    async listCalendars() {
      return [{ id, name, zone: null, color: null, access: 'read', isPrimary: false }]
    },

    async *pull(_, cursor) {
      const changes = people.flatMap((person) => {
        const birthday = parseBirthday(person.birthday, null)
        if (!birthday) return []
        // The UID of an event is visible to more people than the ids of users.
        const uid = `birthday-${hashId(`${id} ${person.id}`).slice(0, 32)}`
        return changeOf(person.id, { uid, content: birthdayEvent(person.name, birthday) }, null)
      })
      const next = hashId(JSON.stringify(changes)).slice(0, 32)
      if (cursor === next) yield { changes: [], cursor: next, isWhole: false }
      else yield { changes, cursor: next, isWhole: true }
    },
  })
}
