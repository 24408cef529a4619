import { isZone, type Zone } from './zone'

/**
 * Returns the current name of a zone. Browsers report some outdated names, since CLDR keeps the first name as
 * canonical.
 */
export function currentZoneName(zone: Zone): Zone {
  const name = RENAMED[zone]
  // Old browsers may not support the new name.
  return name && isZone(name) ? name : zone
}

/** Returns the city of a zone: `Berlin` for `Europe/Berlin`. */
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
