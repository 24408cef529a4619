/** Users, groups and events of `npm run demo`. */
export const PASSWORD = 'kinday-demo'

export interface Person {
  name: string
  email: string
  role?: 'editor' | 'viewer'
}

export const FAMILY: Person[] = [
  { name: 'Anna Okafor', email: 'anna@demo.example' },
  { name: 'Ben Okafor', email: 'ben@demo.example' },
  { name: 'Chidi Okafor', email: 'chidi@demo.example' },
  { name: 'Dalia Okafor', email: 'dalia@demo.example' },
  { name: 'Grandma Ngozi', email: 'ngozi@demo.example', role: 'viewer' },
]

export const SINGERS: Person[] = [
  { name: 'Marta Lindqvist', email: 'marta@demo.example' },
  { name: 'José Álvarez', email: 'jose@demo.example' },
  { name: '佐藤 花子', email: 'hanako@demo.example' },
  { name: 'ليلى حداد', email: 'layla@demo.example' },
  { name: 'Siobhán Ó Briain', email: 'siobhan@demo.example', role: 'viewer' },
]

interface Told {
  who: string
  /** Group whose calendar has the event; the user's own calendar by default. */
  where?: 'family' | 'choir'
  title: string
  /** Start and end; none: all day. */
  at?: [start: string, end: string]
  zones?: [string, string]
  kind?: 'event' | 'meeting' | 'reminder'
  location?: string
  notes?: string
  color?: string
  with?: string[]
  private?: boolean
  free?: boolean
}

export interface Weekly extends Told {
  /** Weekday, 1 Monday … 7 Sunday; `every` so many weeks. */
  on: number
  every?: number
  /** Weeks, counted from the first, that are otherwise or not at all. */
  exceptions?: { week: number; gone?: boolean; title?: string; location?: string }[]
}

export interface Once extends Told {
  /** Days from today; `days` long. */
  in: number
  days?: number
  yearly?: boolean
}

const [ANNA, BEN, CHIDI, DALIA, NGOZI] = FAMILY.map(({ name }) => name) as [
  string,
  string,
  string,
  string,
  string,
]
const MARTA = 'Marta Lindqvist'
const ALL = [ANNA, BEN, CHIDI, DALIA]

export const WEEKLY: Weekly[] = [
  { who: ANNA, where: 'family', on: 1, title: 'School run: Ben', at: ['07:40', '08:15'], with: [BEN] },
  { who: ANNA, where: 'family', on: 2, title: 'School run: Anna', at: ['07:40', '08:15'], with: [ANNA] },
  { who: ANNA, where: 'family', on: 3, title: 'School run: Ben', at: ['07:40', '08:15'], with: [BEN] },
  { who: ANNA, where: 'family', on: 4, title: 'School run: Anna', at: ['07:40', '08:15'], with: [ANNA] },
  { who: ANNA, where: 'family', on: 5, title: 'School run: Ben', at: ['07:40', '08:15'], with: [BEN] },
  {
    who: BEN,
    where: 'family',
    on: 1,
    title: 'Chidi: swimming',
    at: ['16:30', '17:30'],
    location: 'Stadtbad Mitte',
    color: 'teal',
    with: [CHIDI, BEN],
  },
  {
    who: BEN,
    where: 'family',
    on: 2,
    title: 'Dalia: violin lesson with Mrs Petersen',
    at: ['15:15', '16:00'],
    color: 'pink',
    with: [DALIA],
  },
  {
    who: BEN,
    where: 'family',
    on: 3,
    title: 'Football practice',
    at: ['17:00', '18:30'],
    location: 'Sportplatz Nord',
    color: 'emerald',
    with: [CHIDI],
    exceptions: [
      { week: 7, location: 'Sports hall (rain)' },
      { week: 11, gone: true },
    ],
  },
  {
    who: ANNA,
    where: 'family',
    on: 4,
    title: 'Dalia: ballet',
    at: ['16:00', '17:00'],
    color: 'pink',
    with: [DALIA],
  },
  { who: ANNA, where: 'family', on: 5, title: 'Pizza & film night', at: ['18:30', '21:00'], with: ALL },
  {
    who: BEN,
    where: 'family',
    on: 6,
    title: 'Football match',
    at: ['10:00', '12:00'],
    color: 'emerald',
    every: 2,
    with: [CHIDI, BEN],
  },
  {
    who: ANNA,
    where: 'family',
    on: 7,
    title: 'Sunday lunch at Grandma’s',
    at: ['12:30', '15:00'],
    with: [...ALL, NGOZI],
    every: 2,
  },
  {
    who: BEN,
    where: 'family',
    on: 4,
    title: 'Bins out',
    at: ['20:00', '20:00'],
    kind: 'reminder',
    color: 'slate',
  },
  { who: ANNA, where: 'family', on: 6, title: 'Big shop', at: ['09:00', '10:30'], free: true },
  { who: ANNA, on: 1, title: 'Team stand-up', at: ['09:00', '09:15'], kind: 'meeting' },
  { who: ANNA, on: 2, title: 'Sprint planning', at: ['10:00', '11:30'], kind: 'meeting', every: 2 },
  { who: ANNA, on: 3, title: 'Team stand-up', at: ['09:00', '09:15'], kind: 'meeting' },
  { who: ANNA, on: 3, title: '1:1 with Priya', at: ['14:00', '14:30'], kind: 'meeting' },
  {
    who: ANNA,
    on: 4,
    title: 'Design review: onboarding, second round with the Lisbon office',
    at: ['11:00', '12:00'],
    kind: 'meeting',
  },
  { who: ANNA, on: 5, title: 'Lunch walk', at: ['12:15', '13:00'], free: true },
  { who: ANNA, on: 2, title: 'Physio', at: ['18:00', '18:45'], private: true },
  { who: BEN, on: 2, title: 'Late shift', at: ['14:00', '22:30'] },
  { who: BEN, on: 3, title: 'Night shift', at: ['22:00', '06:00'], every: 2 },
  {
    who: MARTA,
    where: 'choir',
    on: 2,
    title: 'Rehearsal',
    at: ['19:30', '21:30'],
    location: 'St. Katharinen, parish hall',
    exceptions: [
      { week: 7, title: 'Rehearsal with the orchestra', location: 'St. Katharinen, church' },
      { week: 12, gone: true },
    ],
  },
  { who: MARTA, where: 'choir', on: 4, title: 'Altos & tenors: sectional', at: ['19:00', '20:30'], every: 2 },
  { who: MARTA, where: 'choir', on: 7, title: 'Sing at matins', at: ['10:00', '11:00'], every: 3 },
]

export const ONCE: Once[] = [
  { who: ANNA, where: 'family', in: -2, days: 5, title: 'Grandma visits', color: 'amber', with: [NGOZI] },
  { who: BEN, where: 'family', in: 9, days: 3, title: 'Ben in Copenhagen', with: [BEN] },
  { who: ANNA, where: 'family', in: 12, title: 'Chidi’s birthday 🎂', color: 'tangerine', yearly: true },
  {
    who: ANNA,
    where: 'family',
    in: 12,
    title: 'Birthday party: nine children, one cake, hide the good cups',
    at: ['15:00', '18:00'],
    color: 'tangerine',
    with: ALL,
  },
  { who: BEN, where: 'family', in: 24, days: 13, title: 'Christmas holidays', color: 'emerald', free: true },
  {
    who: ANNA,
    where: 'family',
    in: 3,
    title: 'Parents’ evening',
    at: ['19:00', '20:30'],
    location: 'Room 2.14',
    with: [ANNA, BEN],
  },
  {
    who: ANNA,
    where: 'family',
    in: 0,
    title: 'Dentist (Dalia)',
    at: ['14:20', '15:00'],
    location: 'Dr. Öztürk, Hauptstraße 12',
    with: [DALIA, ANNA],
    notes: 'Bring the insurance card.\nSecond floor, ring twice.',
  },
  { who: ANNA, where: 'family', in: 1, title: 'Flohmarkt an der Elbe', at: ['09:00', '13:00'], free: true },
  {
    who: ANNA,
    where: 'family',
    in: 1,
    title: 'Call with Uncle Emeka in Lagos',
    at: ['17:00', '17:45'],
    zones: ['Africa/Lagos', 'Africa/Lagos'],
  },
  { who: ANNA, where: 'family', in: -5, title: 'Car inspection', at: ['08:30', '09:30'], color: 'slate' },
  {
    who: BEN,
    where: 'family',
    in: 5,
    title: 'Electrician',
    at: ['08:00', '12:00'],
    notes: 'Someone has to be in.',
  },
  {
    who: ANNA,
    where: 'family',
    in: 5,
    title: 'Library books are due',
    at: ['18:00', '18:00'],
    kind: 'reminder',
  },
  {
    who: ANNA,
    in: 16,
    title: 'Flight to Lisbon',
    at: ['09:40', '12:05'],
    zones: ['Europe/Berlin', 'Europe/Lisbon'],
    location: 'BER T1',
  },
  { who: ANNA, in: 16, days: 3, title: 'Lisbon office', free: true },
  {
    who: ANNA,
    in: 18,
    title: 'Flight home',
    at: ['18:20', '22:55'],
    zones: ['Europe/Lisbon', 'Europe/Berlin'],
  },
  {
    who: MARTA,
    where: 'choir',
    in: 21,
    title: 'Advent concert',
    at: ['17:00', '19:00'],
    location: 'St. Katharinen',
    notes: 'Black and one color. Doors 16:15, warm-up 15:30.',
  },
  // All at once, as such days are.
  { who: ANNA, where: 'family', in: 4, title: 'Tyres to be changed', at: ['16:30', '17:30'], color: 'slate' },
  { who: BEN, where: 'family', in: 4, title: 'Paediatrician (Chidi)', at: ['16:45', '17:15'], with: [CHIDI] },
  { who: MARTA, where: 'choir', in: 4, title: 'Board meeting, online', at: ['17:00', '18:00'] },
  { who: ANNA, in: 4, title: 'Lisbon calls', at: ['16:30', '16:45'], kind: 'meeting' },
  { who: MARTA, where: 'choir', in: 20, title: 'Dress rehearsal', at: ['18:00', '21:00'] },
  { who: MARTA, where: 'choir', in: 6, days: 3, title: 'Rehearsal weekend in Lüneburg', color: 'indigo' },
  { who: 'José Álvarez', where: 'choir', in: 8, title: 'Cena de los tenores', at: ['20:30', '23:00'] },
  { who: '佐藤 花子', where: 'choir', in: 10, title: '合唱団の忘年会', at: ['19:00', '22:00'] },
  { who: 'ليلى حداد', where: 'choir', in: 13, title: 'بروفة القسم الأول مع البيانو', at: ['18:00', '19:30'] },
]
