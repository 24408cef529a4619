import { z } from 'zod'

/**
 * Settings from environment variables, parsed and validated at first use. The launcher sets missing ones (database,
 * secrets, realtime), so that none is mandatory. No other file reads process.env.
 */
const schema = z.object({
  DATABASE_URL: z.string().min(1),
  DATABASE_POOL: z.coerce.number().int().min(1).max(100).default(10),
  AUTH_SECRET: z.string().min(16),
  // The key of new credentials, then former keys, separated by commas.
  ENCRYPTION_KEY: z
    .string()
    .transform((text) => text.split(',').map((key) => Buffer.from(key.trim(), 'base64')))
    .refine((keys) => keys.every(({ length }) => length === 32)),
  ORIGIN: z.url().optional(),
  SOURCE_URL: z.url().optional(),
  CONTACT: z.string().max(200).optional(),
  PORT: z.coerce.number().int().default(3000),
  DATA_DIR: z.string().default('.data'),
  PUSHER_APP_ID: z.string().min(1),
  PUSHER_KEY: z.string().min(1),
  PUSHER_SECRET: z.string().min(1),
  PUSHER_CLUSTER: z.string().optional(),
  PUSHER_HOST: z.string().optional(),
  PUSHER_PORT: z.coerce.number().int().optional(),
  PUSHER_EMBEDDED: z.literal('1').optional(),
  // 'apart' is the former name of 'separate'.
  WORKER: z.enum(['inside', 'separate', 'apart']).default('inside'),
  MAX_COMMANDS_PER_HOUR: z.coerce.number().int().min(1).default(10_000),
  MAX_EVENTS_PER_USER: z.coerce.number().int().min(1).default(250_000),
  MAX_SERIES_PER_USER: z.coerce.number().int().min(1).default(10_000),
  MAX_ATTACHMENTS_PER_EVENT: z.coerce.number().int().min(1).default(10),
  MAX_ATTACHMENT_MB: z.coerce.number().int().min(1).max(1000).default(25),
  MAX_ATTACHMENTS_MB_PER_USER: z.coerce.number().int().min(1).default(1000),
  // Validates outputs against their schemas; set by tests only.
  CHECK_OUTPUTS: z.literal('1').optional(),
  // Lets requests to addresses that users enter, such as push services, reach private networks.
  ALLOW_PRIVATE_TARGETS: z.literal('1').optional(),
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().optional(),
  IMAP_URL: z.string().optional(),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_ISSUER: z.url().default('https://accounts.google.com'),
  // Addresses of a stub of Google Calendar; set by tests only.
  GOOGLE_API_URL: z.url().optional(),
  GOOGLE_TOKEN_URL: z.url().optional(),
  MICROSOFT_CLIENT_ID: z.string().optional(),
  MICROSOFT_CLIENT_SECRET: z.string().optional(),
  // `common`: all accounts; `consumers`, `organizations`, or the id or domain of one organization.
  MICROSOFT_TENANT: z.string().default('common'),
  // Addresses of a stub of Microsoft Graph; set by tests only.
  MICROSOFT_API_URL: z.url().default('https://graph.microsoft.com'),
  MICROSOFT_LOGIN_URL: z.url().default('https://login.microsoftonline.com'),
})

const MEGABYTE = 1024 * 1024

type Settings = ReturnType<typeof read>

/** On globalThis like the connection pool, since test files that share a process reset both. */
const globals = globalThis as { kindaySettings?: Settings }

/** Settings by name. @throws ZodError naming the invalid variable, at the first access to any setting */
export const env: Settings = new Proxy({} as Settings, {
  get: (_, name) => {
    globals.kindaySettings ??= read()
    return globals.kindaySettings[name as keyof Settings]
  },
})

function read() {
  const e = schema.parse(process.env)
  return {
    databaseUrl: e.DATABASE_URL,
    databasePool: e.DATABASE_POOL,
    authSecret: e.AUTH_SECRET,
    encryptionKeys: e.ENCRYPTION_KEY,
    origin: e.ORIGIN,
    /** Where visitors find the source code of this installation. */
    sourceUrl: e.SOURCE_URL,
    /** Address of the person who runs this installation, for its privacy statement. */
    contact: e.CONTACT,
    port: e.PORT,
    dataDir: e.DATA_DIR,
    pusher: {
      appId: e.PUSHER_APP_ID,
      key: e.PUSHER_KEY,
      secret: e.PUSHER_SECRET,
      cluster: e.PUSHER_CLUSTER,
      host: e.PUSHER_HOST,
      port: e.PUSHER_PORT,
      embedded: e.PUSHER_EMBEDDED === '1',
    },
    workerInside: e.WORKER === 'inside',
    limits: {
      commandsPerHour: e.MAX_COMMANDS_PER_HOUR,
      events: e.MAX_EVENTS_PER_USER,
      series: e.MAX_SERIES_PER_USER,
    },
    attachments: {
      perEvent: e.MAX_ATTACHMENTS_PER_EVENT,
      bytes: e.MAX_ATTACHMENT_MB * MEGABYTE,
      bytesPerUser: e.MAX_ATTACHMENTS_MB_PER_USER * MEGABYTE,
    },
    isDevelopment: process.env.NODE_ENV === 'development',
    checkOutputs: e.CHECK_OUTPUTS === '1',
    allowPrivateTargets: e.ALLOW_PRIVATE_TARGETS === '1',
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
    imapUrl: e.IMAP_URL,
    google: e.GOOGLE_CLIENT_ID
      ? {
          ...{ id: e.GOOGLE_CLIENT_ID, secret: e.GOOGLE_CLIENT_SECRET ?? '', issuer: e.GOOGLE_ISSUER },
          endpoints:
            e.GOOGLE_API_URL && e.GOOGLE_TOKEN_URL
              ? { rootUrl: e.GOOGLE_API_URL, tokenUrl: e.GOOGLE_TOKEN_URL }
              : undefined,
        }
      : undefined,
    microsoft: e.MICROSOFT_CLIENT_ID
      ? {
          ...{ id: e.MICROSOFT_CLIENT_ID, secret: e.MICROSOFT_CLIENT_SECRET ?? '' },
          endpoints: microsoftEndpoints(e.MICROSOFT_API_URL, e.MICROSOFT_LOGIN_URL, e.MICROSOFT_TENANT),
        }
      : undefined,
  }
}

/** Returns the addresses of Microsoft Graph, and those of the endpoints of OAuth for the accounts of a tenant. */
function microsoftEndpoints(apiUrl: string, loginUrl: string, tenant: string) {
  const oauth = (name: string) => new URL(`/${encodeURIComponent(tenant)}/oauth2/v2.0/${name}`, loginUrl).href
  return {
    rootUrl: new URL('/v1.0/', apiUrl).href,
    authorizeUrl: oauth('authorize'),
    tokenUrl: oauth('token'),
  }
}
