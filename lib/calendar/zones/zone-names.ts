import { isZone, type Zone } from './zone'

/** The name that a zone has today. Browsers tell some by names that they no longer have: CLDR keeps its first ones. */
export function currentZoneName(zone: Zone): Zone {
  const name = RENAMED[zone]
  // An old browser may not know the new name yet.
  return name && isZone(name) ? name : zone
}

/** `Berlin` of `Europe/Berlin`. */
export function zoneCityName(zone: Zone): string {
  const name = currentZoneName(zone)
  return name.slice(name.lastIndexOf('/') + 1).replaceAll('_', ' ')
}

const RENAMED: Record<Zone, Zone> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
}
