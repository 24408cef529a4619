import { expect, it } from 'vitest'
import { caldavAccountName, caldavServiceOf } from './caldav'

it.each([
  ['anna@icloud.com', 'p42-caldav.icloud.com', 'anna@icloud.com', 'icloud'],
  ['anna@gmail.com', 'p42-caldav.icloud.com', 'anna@gmail.com (caldav.icloud.com)', 'icloud'],
  ['anna@example.org', 'caldav.fastmail.com', 'anna@example.org (caldav.fastmail.com)', 'fastmail'],
  ['anna@mailbox.org', 'dav.mailbox.org', 'anna@mailbox.org', 'mailbox-org'],
  ['anna', 'cloud.example.org', 'anna (cloud.example.org)', 'other'],
  ['anna@example.org', 'noticloud.com', 'anna@example.org (noticloud.com)', 'other'],
])('names the account of %s at %s, and recognizes its service', (address, host, name, service) => {
  expect(caldavAccountName(address, host)).toBe(name)
  expect(caldavServiceOf(name)).toBe(service)
})
