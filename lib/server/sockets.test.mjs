import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { readTrust } from './address.mjs'
import { limitConnections } from './sockets.mjs'

describe('limitConnections', () => {
  const from = (remoteAddress) => Object.assign(new EventEmitter(), { remoteAddress, destroy: vi.fn() })

  it('refuses a client beyond its limit until one of its connections closes, and no other client', () => {
    const limited = new EventEmitter()
    limitConnections(limited, readTrust({}), 2)
    const sockets = [1, 2, 3, 4].map(() => from('203.0.113.7'))
    for (const socket of sockets.slice(0, 3)) limited.emit('connection', socket)
    const other = from('203.0.113.8')
    limited.emit('connection', other)
    expect(sockets[2].destroy).toHaveBeenCalled()
    expect(other.destroy).not.toHaveBeenCalled()
    sockets[0].emit('close')
    limited.emit('connection', sockets[3])
    expect(sockets[3].destroy).not.toHaveBeenCalled()
  })

  it.each([
    ['a declared proxy', '203.0.113.7', { TRUST_PROXY: '1' }],
    ['the proxy that an ORIGIN with TLS implies', '10.0.0.2', { ORIGIN: 'https://kinday.example' }],
    ['this machine', '127.0.0.1', {}],
  ])('does not limit %s, which stands for many clients', (_, address, env) => {
    const limited = new EventEmitter()
    limitConnections(limited, readTrust(env), 1)
    const sockets = [1, 2, 3].map(() => from(address))
    for (const socket of sockets) {
      limited.emit('connection', socket)
      expect(socket.destroy).not.toHaveBeenCalled()
    }
  })
})
