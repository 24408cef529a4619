/**
 * The fields of an event, declared once. The writers of rows, snapshots, merges, undo, history, redaction, the checks
 * of imported events and the iCalendar reader and writer are generated from these lists; CONTRIBUTING.md says how to
 * add a field.
 */

/**
 * The text fields of events and occurrences. `property`: iCalendar property; `isUri`: its value is a URI and not text.
 */
export const TEXT_FIELDS = {
  title: { property: 'SUMMARY', maxLength: 500, isMultiline: false, isUri: false },
  description: { property: 'DESCRIPTION', maxLength: 20_000, isMultiline: true, isUri: false },
  location: { property: 'LOCATION', maxLength: 500, isMultiline: false, isUri: false },
  url: { property: 'URL', maxLength: 2000, isMultiline: false, isUri: true },
} satisfies Record<string, TextDeclaration>

interface TextDeclaration {
  property: string
  maxLength: number
  isMultiline: boolean
  isUri: boolean
}

export type TextFieldName = keyof typeof TEXT_FIELDS

export const TEXT_FIELD_NAMES = Object.keys(TEXT_FIELDS) as TextFieldName[]

/** Empty text fields. */
export const NO_TEXTS = textsOf(() => '')

/** Choices of the organizer about the guests of an event, for all occurrences of a series. */
export interface GuestOptions {
  /** Whether guests who cannot edit the event see only themselves among its guests. */
  guestListHidden: boolean
  /** Whether guests without an account see the comments on the event, and write comments. */
  guestsMayComment: boolean
  /** Maximum number of people, counted by party size. Null: unlimited. */
  capacity: number | null
  /** The date until which guests are asked to answer, in the zone of the event. */
  answerBy: string | null
}

export const DEFAULT_GUEST_OPTIONS: GuestOptions = {
  guestListHidden: false,
  guestsMayComment: false,
  capacity: null,
  answerBy: null,
}

/** Maximum value of `capacity`. */
export const MAX_CAPACITY = 100_000

export const GUEST_OPTION_NAMES = Object.keys(DEFAULT_GUEST_OPTIONS) as (keyof GuestOptions)[]

/** Columns of `events` that store a content field unchanged, with their Postgres types. */
export const CONTENT_COLUMNS = {
  kind: 'text',
  status: 'text',
  ...textsOf(() => 'text' as const),
  color: 'text',
  visibility: 'text',
  busy: 'boolean',
  guestListHidden: 'boolean',
  guestsMayComment: 'boolean',
  capacity: 'integer',
  answerBy: 'date',
  recurrence: 'jsonb',
  overrides: 'jsonb',
  unknown: 'jsonb',
} as const

export type ContentColumn = keyof typeof CONTENT_COLUMNS

export const CONTENT_COLUMN_NAMES = Object.keys(CONTENT_COLUMNS) as ContentColumn[]

/** Fields that an override can contain, in addition to unknown properties. */
export const OVERRIDABLE_FIELDS = [
  'status',
  ...TEXT_FIELD_NAMES,
  'color',
  'busy',
  'done',
  'span',
  'attendees',
] as const

/** Returns the given fields of an object, without those that are undefined. */
export function pick<T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  const entries = keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])
  return Object.fromEntries(entries) as Pick<T, K>
}

/** Returns a value for each text field. */
export function textsOf<V>(value: (field: TextFieldName) => V): Record<TextFieldName, V> {
  return Object.fromEntries(TEXT_FIELD_NAMES.map((field) => [field, value(field)])) as Record<
    TextFieldName,
    V
  >
}
