/** Password of all users of `npm run demo`. */
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

export const [ANNA, BEN, CHIDI, DALIA, NGOZI] = FAMILY_MEMBERS.map(({ name }) => name) as [
  string,
  string,
  string,
  string,
  string,
]
export const MARTA = 'Marta Lindqvist'
/** A child without an account. */
export const EMI = 'Emi Okafor'
export const FAMILY_NAMES = [ANNA, BEN, CHIDI, DALIA, EMI]
