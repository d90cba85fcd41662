/* What holds for the page's scripts: no markup from text, no code from text, no request, no leftovers. */
import js from "@eslint/js";
import globals from "globals";

const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc", "createContextualFragment"];
const REQUESTS = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "Worker", "SharedWorker", "importScripts"];

const rules = {
  ...js.configs.recommended.rules,
  "array-callback-return": "error",
  "consistent-return": "off",
  curly: ["error", "multi-line"],
  "default-case-last": "error",
  eqeqeq: "error",
  "no-else-return": "error",
  "no-eval": "error",
  "no-implicit-globals": "error",
  "no-implied-eval": "error",
  "no-lonely-if": "error",
  "no-loop-func": "error",
  "no-new-func": "error",
  "no-param-reassign": "error",
  "no-script-url": "error",
  "no-self-compare": "error",
  "no-throw-literal": "error",
  "no-unneeded-ternary": "error",
  "no-unused-expressions": ["error", { allowShortCircuit: true, allowTernary: true }],
  "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
  "no-useless-concat": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-object-has-own": "error",
  "prefer-template": "off",
};

// text of a dossier must get into the page as text, and nothing must leave the page
const page = {
  strict: ["error", "function"],
  "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
  "no-console": "error",
  "no-restricted-globals": ["error", ...REQUESTS, "event", "name", "status"],
  "no-restricted-properties": [
    "error",
    ...MARKUP.map((property) => ({ property, message: "Text of a dossier never becomes markup: see dom.js." })),
    ...["write", "writeln"].map((property) => ({ object: "document", property, message: "Nothing is written as markup." })),
    { object: "navigator", property: "sendBeacon", message: "The page sends nothing." },
    ...REQUESTS.map((property) => ({ object: "window", property, message: "The page loads nothing." })),
  ],
  "no-restricted-syntax": [
    "error",
    {
      selector: "CallExpression[callee.property.name=/^(bindPopup|bindTooltip|setContent)$/] > :matches(Literal, TemplateLiteral, BinaryExpression):first-child",
      message: "Leaflet takes a string for markup: give it an element.",
    },
    { selector: "Property[key.name='html'] > :matches(Literal, TemplateLiteral, BinaryExpression).value", message: "Leaflet takes a string for markup: give it an element." },
    { selector: "ImportExpression", message: "The page loads nothing." },
  ],
};

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["maps/static/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "script", globals: { ...globals.browser, L: "readonly" } },
    rules: { ...rules, ...page },
  },
  {
    files: ["tests/js/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.nodeBuiltin },
    rules: { ...rules, "no-script-url": "off" },
  },
];
