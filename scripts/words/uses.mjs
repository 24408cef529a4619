import swc from '@swc/core'

/** What gives words, and how: by a namespace, or by options that name one. */
const GIVERS = ['useTranslations', 'getTranslations', 'createTranslator']
const WAYS = ['rich', 'markup', 'raw', 'has']

/**
 * Which keys are asked for in sources, as patterns: `t('save')` is a key, `` t(`roles.${role}`) `` a key of any role. A
 * `t` is known by where it comes from: useTranslations and its kin, or a parameter of such a type.
 * @param {Map<string, string>} sources text by file
 * @returns {{ file: string, line: number, pattern?: string }[]} without a pattern: a key that cannot be followed
 */
export function usesIn(sources) {
  const modules = [...sources].map(([file, code]) => [
    file,
    // What stands before it tells where the file begins: positions are counted on from file to file.
    swc.parseSync(`;${code}`, { syntax: 'typescript', tsx: file.endsWith('x') }),
  ])
  const types = new Map()
  for (const [, module] of modules) collectTypes(module, types)
  return modules.flatMap(([file, module]) => {
    const uses = []
    const scope = new Scope(types)
    // What stands at the end of a file is in sight from its beginning.
    for (const item of module.body)
      for (const one of (item.declaration ?? item).declarations ?? []) bindVariable(one, scope)
    visit(module, scope, ({ at, ...found }) =>
      uses.push({ file, line: lineOf(sources.get(file), at - module.span.start - 1), ...found }),
    )
    return uses
  })
}

/** The words that names stand for, where they are in sight. */
class Scope {
  constructor(types, outer) {
    this.types = types
    this.outer = outer
    /** Namespaces by name. */
    this.words = new Map()
    /** Namespaces by name of a class's field. */
    this.fields = outer?.fields ?? new Map()
    /** Values by name, for keys that are kept in a constant. */
    this.values = new Map()
  }

  wordsOf(name) {
    return this.words.get(name) ?? this.outer?.wordsOf(name)
  }

  valueOf(name) {
    return this.values.get(name) ?? this.outer?.valueOf(name)
  }
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'Constructor']
const METHODS = ['ClassMethod', 'PrivateMethod', 'MethodProperty']

function visit(node, scope, tell) {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, scope, tell)
    return
  }
  if (!node || typeof node !== 'object') return
  let inner = scope
  if (FUNCTIONS.includes(node.type) || METHODS.includes(node.type)) {
    inner = new Scope(scope.types, scope)
    for (const param of (node.function ?? node).params)
      bindParameter(param.pat ?? param.param ?? param, inner)
  } else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
    inner = new Scope(scope.types, scope)
    inner.fields = fieldsOf(node, scope.types)
  } else if (node.type === 'VariableDeclarator') bindVariable(node, scope)
  else if (node.type === 'CallExpression') {
    noteCall(node, scope, tell)
    const each = eachOf(node, scope)
    if (each) return visitEach(node, each, scope, tell)
  }
  for (const [name, child] of Object.entries(node)) if (name !== 'span') visit(child, inner, tell)
}

/** `['light', 'dark'].map((theme) => …)`: what is gone through, and the function that goes through it. */
function eachOf({ callee, arguments: given }, scope) {
  const goes = given[0]?.expression
  if (callee.type !== 'MemberExpression' || goes?.type !== 'ArrowFunctionExpression') return undefined
  const list = listOf(callee.object, scope)
  return list && goes.params[0] ? { list, goes } : undefined
}

function visitEach(node, { list, goes }, scope, tell) {
  const inner = new Scope(scope.types, scope)
  const [param] = goes.params
  const oneOf = (values) => values.every(Boolean) && { type: 'OneOf', values }
  if (param.type === 'Identifier') inner.values.set(param.value, oneOf(list))
  if (param.type === 'ArrayPattern')
    param.elements.forEach((element, index) => {
      const column = list.map((row) => unwrapped(row).elements?.[index]?.expression)
      if (element?.type === 'Identifier') inner.values.set(element.value, oneOf(column))
    })
  visit(node.callee, scope, tell)
  visit(goes.body, inner, tell)
  visit(node.arguments.slice(1), scope, tell)
}

/** The items of a list that is written out, there or in a constant. */
function listOf(expression, scope) {
  const node = unwrapped(expression)
  const list = node.type === 'Identifier' ? scope.valueOf(node.value) : node
  return list?.type === 'ArrayExpression' ? list.elements.map((element) => element?.expression) : undefined
}

function bindParameter(pattern, scope) {
  const type = pattern.typeAnnotation?.typeAnnotation
  if (pattern.type === 'Identifier') bind(scope, pattern.value, namespaceOfType(type, scope.types))
  if (pattern.type !== 'ObjectPattern' || type?.type !== 'TsTypeLiteral') return
  for (const member of type.members)
    bind(scope, member.key?.value, namespaceOfType(member.typeAnnotation?.typeAnnotation, scope.types))
}

function bindVariable({ id, init }, scope) {
  if (!init) return
  const value = unwrapped(init)
  if (id.type === 'Identifier') {
    const namespace = namespaceOfGiver(value)
    if (namespace === undefined) scope.values.set(id.value, value)
    else bind(scope, id.value, namespace)
  } else if (id.type === 'ArrayPattern') {
    // const [t, app] = await Promise.all([getTranslations('groups'), getTranslations('app')])
    const all = value.type === 'CallExpression' && unwrapped(value.arguments[0]?.expression)
    if (all?.type !== 'ArrayExpression') return
    id.elements.forEach((element, index) => {
      const given = all.elements[index]?.expression
      if (element?.type === 'Identifier' && given)
        bind(scope, element.value, namespaceOfGiver(unwrapped(given)))
    })
  } else if (id.type === 'ObjectPattern' && value.type === 'ThisExpression')
    for (const { key } of id.properties) bind(scope, key?.value, scope.fields.get(key?.value))
}

function bind(scope, name, namespace) {
  if (name !== undefined && namespace !== undefined) scope.words.set(name, namespace)
}

function fieldsOf({ body }, types) {
  const fields = new Map()
  for (const member of body) {
    const params = member.type === 'Constructor' ? member.params.map(({ param }) => param) : []
    for (const one of member.type === 'ClassProperty' ? [member] : params) {
      const namespace = namespaceOfType(one?.typeAnnotation?.typeAnnotation, types)
      if (namespace !== undefined) fields.set(one.value ?? one.key?.value, namespace)
    }
  }
  return fields
}

function noteCall({ callee, arguments: given }, scope, tell) {
  const plain = unwrapped(callee)
  const way = plain.type === 'MemberExpression' && WAYS.includes(plain.property.value)
  const words = way ? unwrapped(plain.object) : plain
  const namespace =
    words.type === 'Identifier'
      ? scope.wordsOf(words.value)
      : words.type === 'MemberExpression' && words.object.type === 'ThisExpression'
        ? scope.fields.get(words.property.value)
        : undefined
  if (namespace === undefined || !given.length) return
  const keys = keysOf(given[0].expression, scope)
  if (!keys) return tell({ at: given[0].expression.span?.start ?? callee.span.start })
  for (const key of keys) {
    const rest = way && plain.property.value === 'raw' ? '(?:\\..+)?' : ''
    tell({ at: callee.span.start, pattern: (namespace ? `${escaped(namespace)}\\.` : '') + key + rest })
  }
}

/** The keys that an expression may be, as patterns; undefined when there is no telling. */
function keysOf(expression, scope) {
  const node = unwrapped(expression)
  switch (node.type) {
    case 'StringLiteral':
      return [escaped(node.value)]
    case 'ConditionalExpression':
      return both(keysOf(node.consequent, scope), keysOf(node.alternate, scope))
    case 'BinaryExpression':
      return both(keysOf(node.left, scope), keysOf(node.right, scope))
    case 'TemplateLiteral':
      return [
        node.quasis
          .map(({ cooked }, index) => {
            const within = node.expressions[index]
            const choices = within && keysOf(within, scope)
            return escaped(cooked) + (within ? (choices ? `(?:${choices.join('|')})` : '[^.]+') : '')
          })
          .join(''),
      ]
    case 'Identifier': {
      const value = scope.valueOf(node.value)
      return value && keysOf(value, scope)
    }
    case 'OneOf':
      return allOf(node.values, scope)
    case 'MemberExpression': {
      // A table by key: BUTTONS[what].
      const table = node.object.type === 'Identifier' && scope.valueOf(node.object.value)
      if (table?.type !== 'ObjectExpression' || node.property.type !== 'Computed') return undefined
      return allOf(
        table.properties.map(({ value }) => value),
        scope,
      )
    }
    case 'CallExpression': {
      // One of a list: CODES.find(…).
      const list = node.callee.property?.value === 'find' && listOf(node.callee.object, scope)
      return list ? allOf(list, scope) : undefined
    }
    default:
      return undefined
  }
}

function allOf(expressions, scope) {
  return expressions.reduce((keys, one) => both(keys, one && keysOf(one, scope)), [])
}

const both = (some, more) => some && more && [...some, ...more]

/** The namespace of a call that gives words; undefined when it gives none. */
function namespaceOfGiver(node) {
  if (node.type !== 'CallExpression' || !GIVERS.includes(node.callee.value)) return undefined
  const first = unwrapped(node.arguments[0]?.expression)
  if (first?.type === 'StringLiteral') return first.value
  const named = first?.properties?.find(({ key }) => key?.value === 'namespace')
  return named ? unwrapped(named.value).value : ''
}

/** The namespace of `ReturnType<typeof useTranslations<'event'>>`, or of a type that has been called so. */
function namespaceOfType(type, types) {
  if (!type) return undefined
  if (type.type === 'TsTypeQuery' && GIVERS.includes(type.exprName.value))
    return type.typeArguments?.params[0]?.literal?.value
  if (type.type !== 'TsTypeReference') return undefined
  const within = type.typeParams?.params[0]
  if (['ReturnType', 'Awaited'].includes(type.typeName.value)) return namespaceOfType(within, types)
  return types.get(type.typeName.value)
}

function collectTypes(module, types) {
  for (const item of module.body) {
    const declared = item.declaration ?? item
    if (declared.type !== 'TsTypeAliasDeclaration') continue
    const namespace = namespaceOfType(declared.typeAnnotation, types)
    if (namespace !== undefined) types.set(declared.id.value, namespace)
  }
}

/** An expression without what only types and await put around it. */
function unwrapped(node) {
  let inner = node
  while (inner && /^(TsAs|TsNonNull|TsSatisfies|TsConstAssertion|TsConst|Await|Parenthesis)/.test(inner.type))
    inner = inner.expression ?? inner.argument
  return inner
}

/** Positions are counted in bytes. */
const lineOf = (code, at) => Buffer.from(code).subarray(0, at).toString().split('\n').length

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
