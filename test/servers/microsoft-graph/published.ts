import { readFileSync } from 'node:fs'

/**
 * The part of Microsoft's published description of Graph v1.0 that belongs to the methods that Kinday uses, generated from its
 * packages microsoft-graph-types 2.43.1 and msgraph-sdk-users 1.0.0-preview.90. `?` marks what may be null, `[]` lists, and `!`
 * parameters that are required. KINDAY_GRAPH_DESCRIPTION names a file with a larger part.
 */
const description: {
  methods: Record<string, { query?: string; request?: string; response?: string }>
  types: Record<string, Record<string, string>>
  enums: Record<string, string>
} = JSON.parse(
  readFileSync(process.env.KINDAY_GRAPH_DESCRIPTION ?? new URL('graph-v1.json', import.meta.url), 'utf8'),
)

/** A method as Microsoft describes it. */
export interface PublishedMethod {
  /** Method and path, such as `GET /me/calendars/{calendar-id}`. */
  name: string
  parameters: string[]
  required: string[]
  /** Types of the bodies. */
  request: string | undefined
  response: string | undefined
}

const methods = Object.entries(description.methods).map(([name, { query = '', request, response }]) => {
  const names = query.split(' ').filter(Boolean)
  const path = name.replace('()', '(\\(\\))?').replaceAll(/\{[^}]+\}/g, '[^/]+')
  const published: PublishedMethod = {
    ...{ name, request, response, parameters: names.map((each) => each.replace('!', '')) },
    required: names.filter((each) => each.endsWith('!')).map((each) => each.slice(0, -1)),
  }
  return { pattern: new RegExp(`^${path.replace(' ', ' /v1\\.0')}$`), published }
})

export function publishedMethod(method: string, path: string): PublishedMethod | undefined {
  return methods.find(({ pattern }) => pattern.test(`${method} ${path}`))?.published
}

const PRIMITIVES: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => Number.isFinite(value),
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
  dateTimeOffset: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(String(value)),
}

/** Returns where a value differs from a published type, such as `event.start: null`; null if it does not. */
export function differenceFrom(type: string, value: unknown): string | null {
  if (value === null) return type.endsWith('?') ? null : ': null'
  const name = type.replace('?', '')
  if (name.endsWith('[]')) {
    if (!Array.isArray(value)) return ': no list'
    return value.map((each) => differenceFrom(name.slice(0, -2), each)).find(Boolean) ?? null
  }
  const isPrimitive = PRIMITIVES[name]
  if (isPrimitive) return isPrimitive(value) ? null : `: ${JSON.stringify(value)} is no ${name}`
  const values = description.enums[name]
  if (values) return values.split(' ').includes(String(value)) ? null : `: ${value} is no ${name}`
  const properties = description.types[name]
  if (!properties || typeof value !== 'object' || Array.isArray(value)) return `: no ${name}`
  for (const [property, content] of Object.entries(value)) {
    // Annotations of OData.
    if (property.includes('@')) continue
    const of = properties[property]
    if (!of) return `.${property}: unknown property of ${name}`
    const found = differenceFrom(of, content)
    if (found) return `.${property}${found}`
  }
  return null
}
