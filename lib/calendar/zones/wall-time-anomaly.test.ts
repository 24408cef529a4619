import { describe, expect, it } from 'vitest'
import { wallMs } from '../day'
import { wallTimeAnomaly } from './wall-time-anomaly'

describe('wallTimeAnomaly', () => {
  it.each([
    ['Europe/Berlin', '2027-03-28T02:30:00', { kind: 'skipped', shown: wallMs('2027-03-28T03:30:00') }],
    ['Europe/Berlin', '2026-10-25T02:30:00', { kind: 'repeated' }],
    ['Europe/Berlin', '2026-10-25T02:00:00', { kind: 'repeated' }],
    ['Europe/Berlin', '2026-10-25T03:00:00', undefined],
    ['Europe/Berlin', '2026-10-25T01:59:00', undefined],
    ['Europe/Berlin', '2026-11-21T09:00:00', undefined],
    ['America/New_York', '2026-11-01T01:15:00', { kind: 'repeated' }],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', { kind: 'repeated' }],
    ['Australia/Lord_Howe', '2026-04-05T01:15:00', undefined],
    ['Australia/Lord_Howe', '2026-10-04T02:15:00', { kind: 'skipped', shown: wallMs('2026-10-04T02:45:00') }],
    ['Pacific/Apia', '2011-12-30T10:00:00', { kind: 'skipped', shown: wallMs('2011-12-31T10:00:00') }],
    ['Asia/Kolkata', '2026-10-25T02:30:00', undefined],
    ['UTC', '2026-03-29T02:30:00', undefined],
  ])('checks the wall time in %s at %s', (zone, wall, expected) => {
    expect(wallTimeAnomaly(wallMs(wall), zone)).toEqual(expected)
  })
})
