export const FUNCTIONS = [
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'Constructor',
]

/** Returns the items of a literal list, inline or in a constant. */
export function listOf(expression, scope) {
  const node = unwrap(expression)
  const list = node.type === 'Identifier' ? scope.valueOf(node.value) : node
  return list?.type === 'ArrayExpression' ? list.elements.map((element) => element?.expression) : undefined
}

/** Returns the possible keys of an expression as patterns; undefined if unknown. */
export function keysOf(expression, scope) {
  const node = unwrap(expression)
  switch (node.type) {
    case 'StringLiteral':
      return [escapePattern(node.value)]
    case 'ConditionalExpression':
      return join(keysOf(node.consequent, scope), keysOf(node.alternate, scope))
    case 'BinaryExpression':
      return join(keysOf(node.left, scope), keysOf(node.right, scope))
    case 'TemplateLiteral':
      return [
        node.quasis
          .map(({ cooked }, index) => {
            const inserted = node.expressions[index]
            const choices = inserted && keysOf(inserted, scope)
            return escapePattern(cooked) + (inserted ? (choices ? `(?:${choices.join('|')})` : '[^.]+') : '')
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
      // An element of a list: CODES.find(…).
      const list = node.callee.property?.value === 'find' && listOf(node.callee.object, scope)
      if (list) return allOf(list, scope)
      // The result of a function of this file.
      const results = resultsOf(scope.whole.values.get(node.callee.value))
      return results && allOf(results, scope.whole)
    }
    default:
      return undefined
  }
}

function allOf(expressions, scope) {
  return expressions.reduce((keys, expression) => join(keys, expression && keysOf(expression, scope)), [])
}

const join = (keys, others) => keys && others && [...keys, ...others]

/** Returns the expressions that a function may return; undefined for other nodes. */
function resultsOf(declared) {
  if (!declared || !FUNCTIONS.includes(declared.type)) return undefined
  if (!declared.body.stmts) return [declared.body]
  const results = []
  const collect = (node) => {
    if (!node || typeof node !== 'object' || FUNCTIONS.includes(node.type)) return
    if (node.type === 'ReturnStatement' && node.argument) results.push(node.argument)
    for (const child of Object.values(node)) collect(child)
  }
  collect(declared.body.stmts)
  return results
}

/** Removes type assertions and await around an expression. */
export function unwrap(node) {
  let inner = node
  while (inner && /^(TsAs|TsNonNull|TsSatisfies|TsConstAssertion|TsConst|Await|Parenthesis)/.test(inner.type))
    inner = inner.expression ?? inner.argument
  return inner
}

export const escapePattern = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
