import { randomUUID } from 'node:crypto'
import { Refused } from './store'

interface Subscription {
  id: string
  resource: string
  clientState: string
  notificationUrl: string
  lifecycleNotificationUrl: string
  expirationDateTime: string
}

/** Graph's limit for events, in minutes. */
const MAX_MINUTES = 10_080

/** The subscriptions of an account. Tests deliver the notifications: late, twice, or never, as Graph may. */
export class Subscriptions {
  readonly open = new Map<string, Subscription>()

  route(method: string, id: string | undefined, body: object | undefined): unknown {
    const known = id === undefined ? undefined : this.open.get(id)
    if (id !== undefined && !known) throw new Refused(404, 'ResourceNotFound')
    if (method === 'DELETE') {
      this.open.delete(id!)
      return undefined
    }
    const subscription = { ...(known ?? { id: randomUUID() }), ...body } as Subscription
    const minutes = (Date.parse(subscription.expirationDateTime) - Date.now()) / 60_000
    if (!(minutes > 0 && minutes <= MAX_MINUTES)) throw new Refused(400, 'InvalidRequest')
    this.open.set(subscription.id, subscription)
    return subscription
  }

  /** Returns the bodies of the notifications of a change of a calendar. */
  notificationsOf(calendarId: string): { value: object[] }[] {
    return [...this.open.values()]
      .filter(({ resource }) => resource.includes(encodeURIComponent(calendarId)))
      .map(({ id, clientState, resource, expirationDateTime }) => ({
        value: [
          {
            ...{ subscriptionId: id, clientState, resource, changeType: 'updated', tenantId: randomUUID() },
            subscriptionExpirationDateTime: expirationDateTime,
          },
        ],
      }))
  }

  /** Returns the body of a notification of the life of a subscription. */
  lifecycleOf(id: string, lifecycleEvent: 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired') {
    const { clientState, expirationDateTime } = this.open.get(id)!
    if (lifecycleEvent === 'subscriptionRemoved') this.open.delete(id)
    return {
      value: [
        {
          subscriptionId: id,
          clientState,
          lifecycleEvent,
          subscriptionExpirationDateTime: expirationDateTime,
        },
      ],
    }
  }
}
