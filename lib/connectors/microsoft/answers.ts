import type { CalendarObject } from '@/lib/calendar/event'
import type { RemoteCalendar } from '@/lib/calendar/server/remote'
import type { WriteOptions } from '../connector'
import { graphEventPath, type MicrosoftAccount } from './account'
import { ANSWERS, changedAnswer } from './attendees'
import type { KnownEvent } from './event'
import { instancesOf, readEvent } from './reading'
import type { MicrosoftState } from './state'

/**
 * Sends the account's own answers to an invitation; only these and the reminder can be changed. Outlook removes declined
 * events: the state then has the answer, and the next pull finds the event deleted.
 */
export async function sendAnswers(
  account: MicrosoftAccount,
  calendar: RemoteCalendar,
  state: MicrosoftState,
  { attendees, overrides }: CalendarObject,
  options: WriteOptions,
): Promise<MicrosoftState> {
  const { root, exceptions, owner } = state
  const { signal } = options
  const answer = async (id: string, event: KnownEvent, people: CalendarObject['attendees']) => {
    const status = changedAnswer(event, people, owner)
    if (!status) return false
    await account.requests.call(`${graphEventPath(calendar, id)}/${ANSWERS[status]}`, signal, {
      method: 'POST',
      body: { sendResponse: options.notifies },
    })
    return true
  }
  let isAnswered = await answer(root.id!, root, attendees)
  const answered = Object.entries(overrides).filter(([, override]) => override.attendees)
  const instances = answered.length ? await instancesOf(account, calendar, state, signal) : null
  for (const [id, override] of answered) {
    const instance = instances?.ids.get(id)
    const event = exceptions[id] ?? { ...root, ...withAnswer(attendees, owner) }
    if (instance && (await answer(instance, event, override.attendees!))) isAnswered = true
  }
  if (!isAnswered) return state
  const read = await readEvent(account, calendar, root.id!, signal)
  return read?.state ?? { ...state, root: { ...root, ...withAnswer(attendees, owner) } }
}

/** Returns the response that an event has after its answer was sent. */
function withAnswer(attendees: CalendarObject['attendees'], owner: string | null): Partial<KnownEvent> {
  const status = attendees.find(({ email }) => email?.toLowerCase() === owner)?.status
  const response = status === 'tentative' ? 'tentativelyAccepted' : status
  return response && response !== 'needs-action' ? { responseStatus: { response } } : {}
}
