import { describe, expect, it } from 'vitest'
import { isZone } from '@/lib/calendar/zones/zone'
import { zoneOfTzid } from './tzid'
import { windowsZone } from './windows-zones'

describe('zoneOfTzid', () => {
  it.each([
    ['europe/berlin', 'Europe/Berlin'],
    ['US/Eastern', 'US/Eastern'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', 'Europe/Berlin'],
    ['(GMT+01.00) Sarajevo/Warsaw/Zagreb', 'Europe/Warsaw'],
    ['/freeassociation.sourceforge.net/Tzfile/Europe/Berlin', 'Europe/Berlin'],
    ['/softwarestudio.org/Olson_20011030_5/America/New_York', 'America/New_York'],
    ['/example.org/America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['tzone://Microsoft/Utc', 'UTC'],
    ['GMT+0200', 'Etc/GMT-2'],
    ['UTC-5', 'Etc/GMT+5'],
    ['GMT+05:30', 'UTC+05:30'],
    ['UTC-03:30:15', 'UTC-03:30:15'],
    ['UTC+25:30', null],
    ['Customized Time Zone', null],
    ['constructor', null],
  ])('resolves %s to %s', (name, zone) => {
    expect(zoneOfTzid(name)).toBe(zone)
  })

  it('resolves only to existing zones', () => {
    for (const name of [
      'Pacific Standard Time',
      'Yukon Standard Time',
      'Qyzylorda Standard Time',
      'UTC+13',
    ]) {
      expect(isZone(windowsZone(name)!)).toBe(true)
    }
  })
})
