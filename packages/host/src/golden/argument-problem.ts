import { AjvJsonSchemaValidator } from '@modelcontextprotocol/client/validators/ajv'

/**
 * Why arguments do not fit a tool's input schema, null when they do.
 * @param mayLack names that may be absent though the schema requires them
 */
export function argumentProblem(
  inputSchema: Readonly<Record<string, unknown>>,
  args: Readonly<Record<string, unknown>>,
  mayLack: readonly string[],
): string | null {
  const required = Array.isArray(inputSchema['required']) ? inputSchema['required'].filter((name) => !mayLack.includes(String(name))) : []
  try {
    // Made anew each time: the validator keeps every schema with an `$id` it has seen and refuses a second one.
    const verdict = new AjvJsonSchemaValidator().getValidator({ type: 'object', ...inputSchema, required })(args)
    return verdict.valid ? null : verdict.errorMessage
  } catch (error) {
    return `the schema itself is not usable (${error instanceof Error ? error.message : String(error)})`
  }
}
