/** Users, groups and events of `npm run demo`. */
export const PASSWORD = 'kinday-demo'

export interface Person {
  name: string
  email: string
  role?: 'editor' | 'viewer'
}

export const FAMILY_MEMBERS: Person[] = [
  { name: 'Anna Okafor', email: 'anna@demo.example' },
  { name: 'Ben Okafor', email: 'ben@demo.example' },
  { name: 'Chidi Okafor', email: 'chidi@demo.example' },
  { name: 'Dalia Okafor', email: 'dalia@demo.example' },
  { name: 'Grandma Ngozi', email: 'ngozi@demo.example', role: 'viewer' },
]

export const CHOIR_MEMBERS: Person[] = [
  { name: 'Marta Lindqvist', email: 'marta@demo.example' },
  { name: 'José Álvarez', email: 'jose@demo.example' },
  { name: '佐藤 花子', email: 'hanako@demo.example' },
  { name: 'ليلى حداد', email: 'layla@demo.example' },
  { name: 'Siobhán Ó Briain', email: 'siobhan@demo.example', role: 'viewer' },
]

interface SampleEvent {
  /** Name of the user who creates the event. */
  creator: string
  /** Group whose calendar contains the event; the creator's personal calendar by default. */
  group?: 'family' | 'choir'
  title: string
  /** All-day by default. */
  time?: [start: string, end: string]
  /** Zones of start and end, if they differ from the demo's zone. */
  zones?: [start: string, end: string]
  kind?: 'event' | 'meeting' | 'reminder'
  location?: string
  description?: string
  color?: string
  attendees?: string[]
  isPrivate?: boolean
  isFree?: boolean
}

export interface WeeklyEvent extends SampleEvent {
  /** 1 Monday … 7 Sunday. */
  weekday: number
  /** INTERVAL of the rule: 2 for every other week. */
  interval?: number
  /** Changed or deleted occurrences. `week`: weeks after the first occurrence. */
  exceptions?: { week: number; deleted?: boolean; title?: string; location?: string }[]
}

export interface SingleEvent extends SampleEvent {
  /** Days from today. */
  inDays: number
  /** Number of days of an all-day event, 1 by default. */
  lengthDays?: number
  yearly?: boolean
}

const [ANNA, BEN, CHIDI, DALIA, NGOZI] = FAMILY_MEMBERS.map(({ name }) => name) as [
  string,
  string,
  string,
  string,
  string,
]
const MARTA = 'Marta Lindqvist'
const ALL = [ANNA, BEN, CHIDI, DALIA]

export const WEEKLY_EVENTS: WeeklyEvent[] = [
  {
    creator: ANNA,
    group: 'family',
    weekday: 1,
    title: 'School run: Ben',
    time: ['07:40', '08:15'],
    attendees: [BEN],
  },
  {
    creator: ANNA,
    group: 'family',
    weekday: 2,
    title: 'School run: Anna',
    time: ['07:40', '08:15'],
    attendees: [ANNA],
  },
  {
    creator: ANNA,
    group: 'family',
    weekday: 3,
    title: 'School run: Ben',
    time: ['07:40', '08:15'],
    attendees: [BEN],
  },
  {
    creator: ANNA,
    group: 'family',
    weekday: 4,
    title: 'School run: Anna',
    time: ['07:40', '08:15'],
    attendees: [ANNA],
  },
  {
    creator: ANNA,
    group: 'family',
    weekday: 5,
    title: 'School run: Ben',
    time: ['07:40', '08:15'],
    attendees: [BEN],
  },
  {
    creator: BEN,
    group: 'family',
    weekday: 1,
    title: 'Chidi: swimming',
    time: ['16:30', '17:30'],
    location: 'Stadtbad Mitte',
    color: 'teal',
    attendees: [CHIDI, BEN],
  },
  {
    creator: BEN,
    group: 'family',
    weekday: 2,
    title: 'Dalia: violin lesson with Mrs Petersen',
    time: ['15:15', '16:00'],
    color: 'pink',
    attendees: [DALIA],
  },
  {
    creator: BEN,
    group: 'family',
    weekday: 3,
    title: 'Football practice',
    time: ['17:00', '18:30'],
    location: 'Sportplatz Nord',
    color: 'emerald',
    attendees: [CHIDI],
    exceptions: [
      { week: 7, location: 'Sports hall (rain)' },
      { week: 11, deleted: true },
    ],
  },
  {
    creator: ANNA,
    group: 'family',
    weekday: 4,
    title: 'Dalia: ballet',
    time: ['16:00', '17:00'],
    color: 'pink',
    attendees: [DALIA],
  },
  {
    creator: ANNA,
    group: 'family',
    weekday: 5,
    title: 'Pizza & film night',
    time: ['18:30', '21:00'],
    attendees: ALL,
  },
  {
    creator: BEN,
    group: 'family',
    weekday: 6,
    title: 'Football match',
    time: ['10:00', '12:00'],
    color: 'emerald',
    interval: 2,
    attendees: [CHIDI, BEN],
  },
  {
    creator: ANNA,
    group: 'family',
    weekday: 7,
    title: 'Sunday lunch at Grandma’s',
    time: ['12:30', '15:00'],
    attendees: [...ALL, NGOZI],
    interval: 2,
  },
  {
    creator: BEN,
    group: 'family',
    weekday: 4,
    title: 'Bins out',
    time: ['20:00', '20:00'],
    kind: 'reminder',
    color: 'slate',
  },
  { creator: ANNA, group: 'family', weekday: 6, title: 'Big shop', time: ['09:00', '10:30'], isFree: true },
  { creator: ANNA, weekday: 1, title: 'Team stand-up', time: ['09:00', '09:15'], kind: 'meeting' },
  {
    creator: ANNA,
    weekday: 2,
    title: 'Sprint planning',
    time: ['10:00', '11:30'],
    kind: 'meeting',
    interval: 2,
  },
  { creator: ANNA, weekday: 3, title: 'Team stand-up', time: ['09:00', '09:15'], kind: 'meeting' },
  { creator: ANNA, weekday: 3, title: '1:1 with Priya', time: ['14:00', '14:30'], kind: 'meeting' },
  {
    creator: ANNA,
    weekday: 4,
    title: 'Design review: onboarding, second round with the Lisbon office',
    time: ['11:00', '12:00'],
    kind: 'meeting',
  },
  { creator: ANNA, weekday: 5, title: 'Lunch walk', time: ['12:15', '13:00'], isFree: true },
  { creator: ANNA, weekday: 2, title: 'Physio', time: ['18:00', '18:45'], isPrivate: true },
  { creator: BEN, weekday: 2, title: 'Late shift', time: ['14:00', '22:30'] },
  { creator: BEN, weekday: 3, title: 'Night shift', time: ['22:00', '06:00'], interval: 2 },
  {
    creator: MARTA,
    group: 'choir',
    weekday: 2,
    title: 'Rehearsal',
    time: ['19:30', '21:30'],
    location: 'St. Katharinen, parish hall',
    exceptions: [
      { week: 7, title: 'Rehearsal with the orchestra', location: 'St. Katharinen, church' },
      { week: 12, deleted: true },
    ],
  },
  {
    creator: MARTA,
    group: 'choir',
    weekday: 4,
    title: 'Altos & tenors: sectional',
    time: ['19:00', '20:30'],
    interval: 2,
  },
  {
    creator: MARTA,
    group: 'choir',
    weekday: 7,
    title: 'Sing at matins',
    time: ['10:00', '11:00'],
    interval: 3,
  },
]

export const SINGLE_EVENTS: SingleEvent[] = [
  {
    creator: ANNA,
    group: 'family',
    inDays: -2,
    lengthDays: 5,
    title: 'Grandma visits',
    color: 'amber',
    attendees: [NGOZI],
  },
  { creator: BEN, group: 'family', inDays: 9, lengthDays: 3, title: 'Ben in Copenhagen', attendees: [BEN] },
  {
    creator: ANNA,
    group: 'family',
    inDays: 12,
    title: 'Chidi’s birthday 🎂',
    color: 'tangerine',
    yearly: true,
  },
  {
    creator: ANNA,
    group: 'family',
    inDays: 12,
    title: 'Birthday party: nine children, one cake, hide the good cups',
    time: ['15:00', '18:00'],
    color: 'tangerine',
    attendees: ALL,
  },
  {
    creator: BEN,
    group: 'family',
    inDays: 24,
    lengthDays: 13,
    title: 'Christmas holidays',
    color: 'emerald',
    isFree: true,
  },
  {
    creator: ANNA,
    group: 'family',
    inDays: 3,
    title: 'Parents’ evening',
    time: ['19:00', '20:30'],
    location: 'Room 2.14',
    attendees: [ANNA, BEN],
  },
  {
    creator: ANNA,
    group: 'family',
    inDays: 0,
    title: 'Dentist (Dalia)',
    time: ['14:20', '15:00'],
    location: 'Dr. Öztürk, Hauptstraße 12',
    attendees: [DALIA, ANNA],
    description: 'Bring the insurance card.\nSecond floor, ring twice.',
  },
  {
    creator: ANNA,
    group: 'family',
    inDays: 1,
    title: 'Flohmarkt an der Elbe',
    time: ['09:00', '13:00'],
    isFree: true,
  },
  {
    creator: ANNA,
    group: 'family',
    inDays: 1,
    title: 'Call with Uncle Emeka in Lagos',
    time: ['17:00', '17:45'],
    zones: ['Africa/Lagos', 'Africa/Lagos'],
  },
  {
    creator: ANNA,
    group: 'family',
    inDays: -5,
    title: 'Car inspection',
    time: ['08:30', '09:30'],
    color: 'slate',
  },
  {
    creator: BEN,
    group: 'family',
    inDays: 5,
    title: 'Electrician',
    time: ['08:00', '12:00'],
    description: 'Someone has to be in.',
  },
  {
    creator: ANNA,
    group: 'family',
    inDays: 5,
    title: 'Library books are due',
    time: ['18:00', '18:00'],
    kind: 'reminder',
  },
  {
    creator: ANNA,
    inDays: 16,
    title: 'Flight to Lisbon',
    time: ['09:40', '12:05'],
    zones: ['Europe/Berlin', 'Europe/Lisbon'],
    location: 'BER T1',
  },
  { creator: ANNA, inDays: 16, lengthDays: 3, title: 'Lisbon office', isFree: true },
  {
    creator: ANNA,
    inDays: 18,
    title: 'Flight home',
    time: ['18:20', '22:55'],
    zones: ['Europe/Lisbon', 'Europe/Berlin'],
  },
  {
    creator: MARTA,
    group: 'choir',
    inDays: 21,
    title: 'Advent concert',
    time: ['17:00', '19:00'],
    location: 'St. Katharinen',
    description: 'Black and one color. Doors 16:15, warm-up 15:30.',
  },
  // Overlapping events on one day.
  {
    creator: ANNA,
    group: 'family',
    inDays: 4,
    title: 'Tyres to be changed',
    time: ['16:30', '17:30'],
    color: 'slate',
  },
  {
    creator: BEN,
    group: 'family',
    inDays: 4,
    title: 'Paediatrician (Chidi)',
    time: ['16:45', '17:15'],
    attendees: [CHIDI],
  },
  { creator: MARTA, group: 'choir', inDays: 4, title: 'Board meeting, online', time: ['17:00', '18:00'] },
  { creator: ANNA, inDays: 4, title: 'Lisbon calls', time: ['16:30', '16:45'], kind: 'meeting' },
  { creator: MARTA, group: 'choir', inDays: 20, title: 'Dress rehearsal', time: ['18:00', '21:00'] },
  {
    creator: MARTA,
    group: 'choir',
    inDays: 6,
    lengthDays: 3,
    title: 'Rehearsal weekend in Lüneburg',
    color: 'indigo',
  },
  {
    creator: 'José Álvarez',
    group: 'choir',
    inDays: 8,
    title: 'Cena de los tenores',
    time: ['20:30', '23:00'],
  },
  { creator: '佐藤 花子', group: 'choir', inDays: 10, title: '合唱団の忘年会', time: ['19:00', '22:00'] },
  {
    creator: 'ليلى حداد',
    group: 'choir',
    inDays: 13,
    title: 'بروفة القسم الأول مع البيانو',
    time: ['18:00', '19:30'],
  },
]
