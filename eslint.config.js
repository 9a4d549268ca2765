import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["build", "dist", "node_modules", ".setup"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["tsconfig.json", "test/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // repr() and messages accept values of any type.
      "@typescript-eslint/no-base-to-string": "off",
      // For values that the surrounding code has checked.
      "@typescript-eslint/no-non-null-assertion": "off",
      // Something may be declared with `using` only to be disposed of.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreUsingDeclarations: true }],
      // The tutorial's loops are written as `while (true)`.
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "always" },
      ],
    },
  },
  {
    files: ["scripts/**/*.mjs", "**/*.config.js"],
    languageOptions: {
      globals: Object.fromEntries(
        ["clearInterval", "process", "setInterval", "setTimeout", "URL"].map((name) => [
          name,
          "readonly",
        ]),
      ),
    },
  },
);
