/* Rules for the page's scripts: no markup or code from text, no request, only named imports and exports. */
import js from "@eslint/js";
import imports from "eslint-plugin-import-x";
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

// text of a dossier becomes text of the page, and nothing leaves the page; maps/page/scripts.py joins the modules and knows
// two forms: import { name } from "./path.js", and export before a function or a constant
const NOT_JOINED = [
  ["ImportDefaultSpecifier", "ImportNamespaceSpecifier", "ImportDeclaration[specifiers.length=0]"],
  ["ExportNamedDeclaration[declaration=null]", "ExportNamedDeclaration[declaration.kind=/let|var/]", "ExportNamedDeclaration[declaration.type='ClassDeclaration']"],
  ["ExportNamedDeclaration > VariableDeclaration[declarations.length!=1]", "ExportNamedDeclaration > VariableDeclaration > VariableDeclarator[id.type!='Identifier']"],
  ["ExportDefaultDeclaration", "ExportAllDeclaration", "MetaProperty", "Program > ExpressionStatement > AwaitExpression"],
].flat();
const FORMS = "See maps/page/scripts.py for the forms of imports and exports that it joins.";
const noRenamedImport = {
  create: (context) => ({
    ImportSpecifier: (node) => node.imported.name === node.local.name || context.report({ node, message: FORMS }),
  }),
};
const page = {
  "page/no-renamed-import": "error",
  "import/extensions": ["error", "always"],
  "import/first": "error",
  "import/named": "error",
  "import/no-cycle": "error",
  "import/no-default-export": "error",
  "import/no-duplicates": "error",
  "import/no-dynamic-require": "error",
  "import/no-mutable-exports": "error",
  "import/no-self-import": "error",
  "import/no-unresolved": "error",
  "import/no-unused-modules": "off",
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
    ...NOT_JOINED.map((selector) => ({ selector, message: FORMS })),
  ],
};

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["maps/static/**/*.js"],
    plugins: { import: imports, page: { rules: { "no-renamed-import": noRenamedImport } } },
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: { ...globals.browser, L: "readonly" } },
    rules: { ...rules, ...page },
  },
  {
    // the page of a review sends decisions to the server that it comes from
    files: ["maps/static/review/*.js"],
    rules: { "no-restricted-globals": ["error", ...REQUESTS.filter((request) => request !== "fetch"), "event", "name", "status"] },
  },
  {
    files: ["tests/js/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: globals.nodeBuiltin },
    rules: { ...rules, "no-script-url": "off" },
  },
];
