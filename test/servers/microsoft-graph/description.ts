import { z } from 'zod'
import { WINDOWS_NAMES } from '@/lib/calendar/server/ical/windows-zones'

/*
 * Schemas of the requests that Graph v1.0 accepts, where it is stricter than its published description: after its reference
 * (learn.microsoft.com/graph/api/resources/event) and its error messages. Fields that Graph sets itself are missing, so that
 * sending them is an error.
 */

const text = z.string()
const names = new Set(WINDOWS_NAMES.values())

const time = z.strictObject({
  dateTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?$/),
  timeZone: z.string().refine((name) => names.has(name), 'not a zone of Windows'),
})

const day = z.enum(['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'])
const index = z.enum(['first', 'second', 'third', 'fourth', 'last'])
const interval = z.int().min(1).max(99)
const month = z.int().min(1).max(12)
const dayOfMonth = z.int().min(1).max(31)

const pattern = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('daily'), interval }),
  z.strictObject({
    type: z.literal('weekly'),
    interval,
    daysOfWeek: z.array(day).min(1).max(7),
    firstDayOfWeek: day.optional(),
  }),
  z.strictObject({ type: z.literal('absoluteMonthly'), interval, dayOfMonth }),
  z.strictObject({ type: z.literal('relativeMonthly'), interval, daysOfWeek: z.array(day).min(1), index }),
  z.strictObject({ type: z.literal('absoluteYearly'), interval, dayOfMonth, month }),
  z.strictObject({
    type: z.literal('relativeYearly'),
    interval,
    daysOfWeek: z.array(day).min(1),
    index,
    month,
  }),
])

const range = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('noEnd'), startDate: z.iso.date(), recurrenceTimeZone: text }),
  z.strictObject({
    type: z.literal('endDate'),
    startDate: z.iso.date(),
    endDate: z.iso.date(),
    recurrenceTimeZone: text,
  }),
  z.strictObject({
    type: z.literal('numbered'),
    startDate: z.iso.date(),
    numberOfOccurrences: z.int().min(1).max(999),
    recurrenceTimeZone: text,
  }),
])

const property = z.strictObject({
  id: z.string().regex(/^String \{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\} Name \w+$/),
  value: text,
})

const attendee = z.looseObject({
  type: z.enum(['required', 'optional', 'resource']),
  emailAddress: z.looseObject({ address: z.string().regex(/^[\x21-\x3f\x41-\x7e]+@[A-Za-z0-9.-]+$/) }),
})

const writable = z.strictObject({
  attendees: z.array(attendee).max(500),
  body: z.strictObject({ contentType: z.enum(['text', 'html']), content: text }),
  categories: z.array(text),
  end: time,
  hideAttendees: z.boolean(),
  importance: z.enum(['low', 'normal', 'high']),
  isAllDay: z.boolean(),
  isReminderOn: z.boolean(),
  location: z.strictObject({ displayName: text }),
  recurrence: z.strictObject({ pattern, range }).nullable(),
  reminderMinutesBeforeStart: z.int(),
  sensitivity: z.enum(['normal', 'personal', 'private', 'confidential']),
  showAs: z.enum(['free', 'tentative', 'busy', 'oof', 'workingElsewhere']),
  singleValueExtendedProperties: z.array(property),
  start: time,
  subject: text,
})

type Times = { start?: z.infer<typeof time>; end?: z.infer<typeof time>; isAllDay?: boolean }

/** All-day events start and end at midnight, in the same zone. */
function hasValidTimes({ start, end, isAllDay }: Times): boolean {
  if (!start || !end) return !start && !end
  if (!isAllDay) return true
  const isMidnight = (value: string) => /T00:00:00(\.0+)?$/.test(value)
  return isMidnight(start.dateTime) && isMidnight(end.dateTime) && start.timeZone === end.timeZone
}

const startsWithEvent = ({
  start,
  recurrence,
}: Times & { recurrence?: z.infer<typeof writable>['recurrence'] | undefined }) =>
  !recurrence || recurrence.range.startDate === start?.dateTime.slice(0, 10)

const patched = writable.partial()
const checked = (schema: z.ZodType) =>
  schema
    .refine((event) => hasValidTimes(event as Times), 'times')
    .refine((event) => startsWithEvent(event as Times), 'a recurrence that starts on another day')

const inserted = checked(
  patched
    .extend({ start: time, end: time, transactionId: z.string().max(255).optional() })
    .refine(({ recurrence }) => recurrence !== null, 'no recurrence'),
)

const subscription = z.strictObject({
  changeType: text,
  clientState: z.string().max(128),
  expirationDateTime: z.iso.datetime(),
  latestSupportedTlsVersion: text.optional(),
  lifecycleNotificationUrl: z.url({ protocol: /^https$/ }),
  notificationUrl: z.url({ protocol: /^https$/ }),
  resource: text,
})

/** Schemas of the bodies of methods, by their names in Microsoft's description. */
export const BODIES: readonly { name: RegExp; schema: z.ZodType }[] = [
  { name: /^POST .+\/events$/, schema: inserted },
  { name: /^PATCH .+\/events\/[^/]+$/, schema: checked(patched) },
  {
    name: /^POST .+\/(accept|tentativelyAccept|decline)$/,
    schema: z.strictObject({ sendResponse: z.boolean(), comment: text.optional() }),
  },
  { name: /^POST \/subscriptions$/, schema: subscription },
  {
    name: /^PATCH \/subscriptions\/[^/]+$/,
    schema: z.strictObject({ expirationDateTime: z.iso.datetime() }),
  },
]
