import { z } from 'zod'

/*
 * Schemas of the requests that Calendar API v3 accepts in the methods that Kinday uses, after Google's reference
 * (developers.google.com/workspace/calendar/api/v3/reference) and its error messages. Fields that Google calls read-only
 * are missing, so that sending them is an error.
 */

const text = z.string()
const flag = z.boolean()

const time = z
  .strictObject({
    date: z.iso.date().nullish(),
    dateTime: z
      .string()
      .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/)
      .nullish(),
    timeZone: z.string().refine(isTimeZone, 'unknown time zone').nullish(),
  })
  .refine(({ date, dateTime }) => Boolean(date) !== Boolean(dateTime), 'either date or dateTime')
  .refine(
    ({ dateTime, timeZone }) => !dateTime || timeZone || /(Z|[+-]\d\d:\d\d)$/.test(dateTime),
    'dateTime without offset or zone',
  )

const attendee = z.strictObject({
  additionalGuests: z.int().min(0).optional(),
  comment: text.optional(),
  displayName: text.optional(),
  email: z.string().regex(/^[\x21-\x3f\x41-\x7e]+@[A-Za-z0-9.-]+$/),
  optional: flag.optional(),
  resource: flag.optional(),
  responseStatus: z.enum(['needsAction', 'declined', 'tentative', 'accepted']).optional(),
})

const reminders = z
  .strictObject({
    useDefault: flag,
    overrides: z
      .array(z.strictObject({ method: z.enum(['email', 'popup']), minutes: z.int().min(0).max(40_320) }))
      .max(5)
      .nullish(),
  })
  .refine(({ useDefault, overrides }) => !useDefault || !overrides?.length, 'default reminders and overrides')

const properties = z.record(z.string().max(44), z.string().max(1024).nullable())

const writable = z.strictObject({
  attachments: z.array(z.strictObject({ fileUrl: z.url(), mimeType: text, title: text }).partial()).max(25),
  attendees: z.array(attendee),
  attendeesOmitted: flag,
  colorId: z.string().regex(/^([1-9]|1[01])$/),
  conferenceData: z.record(z.string(), z.unknown()),
  description: z.string().max(8192),
  end: time,
  extendedProperties: z.strictObject({ private: properties, shared: properties }).partial(),
  guestsCanInviteOthers: flag,
  guestsCanModify: flag,
  guestsCanSeeOtherGuests: flag,
  location: text,
  recurrence: z.array(z.string().regex(/^(RRULE|EXRULE|RDATE|EXDATE)[:;][^\r\n]+$/)),
  reminders,
  source: z.strictObject({ title: text, url: z.url({ protocol: /^https?$/ }) }).partial(),
  start: time,
  status: z.enum(['confirmed', 'tentative', 'cancelled']),
  summary: text,
  transparency: z.enum(['opaque', 'transparent']),
  visibility: z.enum(['default', 'public', 'private', 'confidential']),
})

const inserted = writable
  .partial()
  .extend({
    start: time,
    end: time,
    id: z.string().regex(/^[a-v0-9]{5,1024}$/),
    iCalUID: text,
  })
  .partial({ id: true, iCalUID: true })
  .refine(({ id, iCalUID }) => !id || !iCalUID, 'both id and iCalUID')

/** A patch removes what is null. */
const patched = z.strictObject(
  Object.fromEntries(Object.entries(writable.shape).map(([field, type]) => [field, type.nullish()])),
)

const channel = z.strictObject({
  address: z.url({ protocol: /^https$/ }),
  expiration: text.optional(),
  id: z.string().regex(/^[A-Za-z0-9\-_+/=]{1,64}$/),
  params: z.record(z.string(), z.string()).optional(),
  payload: flag.optional(),
  token: z.string().max(256).optional(),
  type: z.enum(['web_hook', 'webhook']),
})

const bool = z.enum(['true', 'false'])
const count = (max: number) => z.string().refine((value) => /^[1-9]\d*$/.test(value) && Number(value) <= max)
const instant = z.iso.datetime({ offset: true })

/** Parameters of all methods. */
const common = { alt: z.literal('json'), fields: text, prettyPrint: bool, quotaUser: text }

const query = (parameters: z.ZodRawShape) => z.strictObject({ ...common, ...parameters }).partial()

const written = query({
  conferenceDataVersion: z.enum(['0', '1']),
  maxAttendees: count(2 ** 31),
  sendNotifications: bool,
  sendUpdates: z.enum(['all', 'externalOnly', 'none']),
  supportsAttachments: bool,
})

/** Parameters that cannot be combined with a sync token. */
const WITHOUT_TOKEN = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
]

const listed = query({
  eventTypes: text,
  iCalUID: text,
  maxAttendees: count(2 ** 31),
  maxResults: count(2500),
  orderBy: z.enum(['startTime', 'updated']),
  pageToken: text,
  privateExtendedProperty: text,
  q: text,
  sharedExtendedProperty: text,
  showDeleted: bool,
  showHiddenInvitations: bool,
  singleEvents: bool,
  syncToken: text,
  timeMax: instant,
  timeMin: instant,
  timeZone: text,
  updatedMin: instant,
}).superRefine((parameters, context) => {
  const given = parameters as Record<string, unknown>
  const problem = (message: string) => context.addIssue({ code: 'custom', message })
  if (given.orderBy === 'startTime' && given.singleEvents !== 'true') problem('orderBy without singleEvents')
  if (given.syncToken === undefined) return
  if (given.showDeleted === 'false') problem('syncToken with showDeleted=false')
  for (const name of WITHOUT_TOKEN) if (given[name] !== undefined) problem(`syncToken with ${name}`)
})

interface Method {
  method: string
  path: RegExp
  query: z.ZodType
  body?: z.ZodType
}

const EVENTS = '/calendar/v3/calendars/[^/]+/events'

export const METHODS: readonly Method[] = [
  {
    method: 'GET',
    path: /^\/calendar\/v3\/users\/me\/calendarList$/,
    query: query({
      maxResults: count(250),
      minAccessRole: z.enum(['freeBusyReader', 'owner', 'reader', 'writer']),
      pageToken: text,
      showDeleted: bool,
      showHidden: bool,
      syncToken: text,
    }).refine((given) => !('syncToken' in given && 'minAccessRole' in given), 'syncToken with minAccessRole'),
  },
  { method: 'GET', path: new RegExp(`^${EVENTS}$`), query: listed },
  { method: 'POST', path: new RegExp(`^${EVENTS}$`), query: written, body: inserted },
  {
    method: 'POST',
    path: new RegExp(`^${EVENTS}/watch$`),
    query: query({ eventTypes: text, maxResults: count(2500), singleEvents: bool, showDeleted: bool }),
    body: channel,
  },
  {
    method: 'GET',
    path: new RegExp(`^${EVENTS}/[^/]+$`),
    query: query({ alwaysIncludeEmail: bool, maxAttendees: count(2 ** 31), timeZone: text }),
  },
  { method: 'PATCH', path: new RegExp(`^${EVENTS}/[^/]+$`), query: written, body: patched },
  {
    method: 'DELETE',
    path: new RegExp(`^${EVENTS}/[^/]+$`),
    query: query({ sendNotifications: bool, sendUpdates: z.enum(['all', 'externalOnly', 'none']) }),
  },
  {
    method: 'POST',
    path: /^\/calendar\/v3\/channels\/stop$/,
    query: query({}),
    body: z.strictObject({ id: text, resourceId: text, token: text.optional() }),
  },
]

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return !/^[+-]/.test(name)
  } catch {
    return false
  }
}
