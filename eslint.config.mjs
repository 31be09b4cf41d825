import medusa from "@medusajs/eslint-plugin"
import tseslint from "typescript-eslint"

// Medusa's presets leave tests out; here they are held to the same rules, with the exceptions below.
const strict = medusa.default.configs.strict.filter((config) => !isOnlyIgnores(config))

function isOnlyIgnores(config) {
  return Object.keys(config).every((key) => key === "ignores")
}

export default tseslint.config(
  { ignores: ["**/node_modules/**", "**/.medusa/**", "integration-tests/backend/public/**"] },
  ...strict,
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "@typescript-eslint": tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: {
        project: ["./integration-tests/tsconfig.json", "./src/admin/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
        sourceType: "module",
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "no-console": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "Literal[value=/^.tmp./], TemplateElement[value.raw=/^.tmp./]",
          message: 'A folder of one machine. Tests have one of their own: readVariable("folder").',
        },
      ],
      "no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "react-i18next",
              message:
                "A name could turn a sentence around, and the browser does not know all of Medusa's languages. Use src/admin/i18n/use-translation.",
            },
          ],
        },
      ],
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    // Failures in tests and in their helpers are read by people, not answered over HTTP.
    files: ["integration-tests/**/*.ts", "**/__tests__/**/*.ts", "medusa-config.ts"],
    rules: {
      "no-console": "off",
      "@medusajs/use-medusa-error-not-generic-error": "off",
      "@medusajs/no-workflow-call-without-container": "off",
      "@medusajs/step-id-kebab-case": "off",
    },
  }
)
