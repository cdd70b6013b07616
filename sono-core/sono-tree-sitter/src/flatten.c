#include "tree_sitter/api.h"
#include "./array.h"
#include "./language.h"
#include "./subtree.h"
#include "./tree.h"

// The visible nodes of a tree as one list, in the order of the text, with parents before their children.
//
// A cursor finds the same nodes, but starts its search for children, fields and aliases anew at each of them.

#define NO_NODE UINT32_MAX

// The children of a node that are still to be listed.
typedef struct {
  const Subtree *child;
  const Subtree *end;
  const TSSymbol *alias_sequence;
  const TSFieldMapEntry *field_map;
  const TSFieldMapEntry *field_map_end;
  // The node of the list that the children belong to.
  uint32_t node;
  // The child before the next one.
  uint32_t previous;
  // The number of children in the list.
  uint32_t children;
  // Where the next child begins, with what stands before it.
  uint32_t start_byte;
  uint32_t structural_child_index;
  // The field of a hidden node, which is that of its children.
  TSFieldId field;
  // Whether the node is hidden, so that its children belong to the node around it.
  bool is_hidden;
} FlattenEntry;

typedef Array(FlattenEntry) FlattenStack;

// Fill the entry above all others, of which there is room for one more.
static inline void flatten_enter(
  FlattenEntry *entry,
  const TSLanguage *language,
  const SubtreeHeapData *parent,
  uint32_t node,
  uint32_t start_byte
) {
  const Subtree *children = (const Subtree *)parent - parent->child_count;
  entry->child = children;
  entry->end = (const Subtree *)parent;
  entry->alias_sequence = ts_language_alias_sequence(language, parent->production_id);
  entry->node = node;
  entry->previous = NO_NODE;
  entry->children = 0;
  // The first child stands after the same as its parent.
  entry->start_byte = start_byte - parent->padding.bytes;
  entry->structural_child_index = 0;
  entry->field = 0;
  entry->is_hidden = false;
  ts_language_field_map(language, parent->production_id, &entry->field_map, &entry->field_map_end);
}

static inline void flatten_node(
  TSFlatNode *result,
  const TSLanguage *language,
  Subtree subtree,
  TSSymbol alias,
  uint32_t start_byte,
  uint32_t end_byte
) {
  TSSymbol symbol = ts_language_public_symbol(language, alias ? alias : ts_subtree_symbol(subtree));
  bool is_named = alias ? ts_language_symbol_metadata(language, alias).named : ts_subtree_named(subtree);
  result->start_byte = start_byte;
  result->end_byte = end_byte;
  result->parent = NO_NODE;
  result->previous = NO_NODE;
  result->children = 0;
  result->symbol = symbol;
  result->field = 0;
  result->flags =
    (is_named ? TSFlatNodeNamed : 0) |
    (ts_subtree_extra(subtree) ? TSFlatNodeExtra : 0) |
    (symbol == ts_builtin_sym_error ? TSFlatNodeError : 0) |
    (ts_subtree_missing(subtree) ? TSFlatNodeMissing : 0) |
    (ts_subtree_error_cost(subtree) > 0 ? TSFlatNodeHasError : 0);
}

uint32_t ts_tree_flatten(const TSTree *self, TSFlatNode *nodes, uint32_t capacity, uint32_t *depth) {
  *depth = 0;
  if (capacity == 0) return 0;
  const TSLanguage *language = self->language;
  uint32_t root_start = ts_subtree_padding(self->root).bytes;
  flatten_node(&nodes[0], language, self->root, 0, root_start, root_start + ts_subtree_size(self->root).bytes);
  uint32_t count = 1;
  uint32_t levels = 1;
  uint32_t most_levels = 1;
  nodes[0].after = 1;
  *depth = 1;
  if (ts_subtree_child_count(self->root) == 0) return count;

  FlattenStack stack = array_new();
  array_reserve(&stack, 64);
  flatten_enter(stack.contents, language, self->root.ptr, 0, root_start);
  stack.size = 1;
  levels = 2;
  FlattenEntry *entry = stack.contents;
  for (;;) {
    if (entry->child == entry->end) {
      stack.size--;
      if (entry->is_hidden) {
        entry[-1].previous = entry->previous;
        entry[-1].children = entry->children;
      } else {
        nodes[entry->node].after = count;
        nodes[entry->node].children = entry->children;
        levels--;
        if (stack.size == 0) break;
      }
      entry--;
      continue;
    }

    Subtree child = *entry->child++;
    uint32_t start_byte = entry->start_byte + ts_subtree_padding(child).bytes;
    uint32_t end_byte = start_byte + ts_subtree_size(child).bytes;
    entry->start_byte = end_byte;
    TSSymbol alias = 0;
    TSFieldId field = 0;
    if (!ts_subtree_extra(child)) {
      if (entry->alias_sequence) alias = entry->alias_sequence[entry->structural_child_index];
      field = entry->field;
      for (const TSFieldMapEntry *map = entry->field_map; map < entry->field_map_end; map++) {
        if (!map->inherited && map->child_index == entry->structural_child_index) {
          field = map->field_id;
          break;
        }
      }
      entry->structural_child_index++;
    }

    uint32_t node_index = entry->node;
    if (ts_subtree_visible(child) || alias) {
      if (count == capacity) {
        // Nothing more is listed: all that is open ends here.
        for (uint32_t i = 0; i < stack.size; i++) stack.contents[i].end = stack.contents[i].child;
        continue;
      }
      TSFlatNode *node = &nodes[count];
      flatten_node(node, language, child, alias, start_byte, end_byte);
      node->parent = node_index;
      node->previous = entry->previous;
      node->field = field;
      node->after = count + 1;
      entry->children++;
      entry->previous = count;
      if (levels > most_levels) most_levels = levels;
      node_index = count;
      count++;
      if (ts_subtree_child_count(child) == 0) continue;
      levels++;
    } else if (ts_subtree_visible_child_count(child) == 0) {
      continue;
    }

    if (stack.size == stack.capacity) {
      array_reserve(&stack, stack.capacity * 2);
      entry = &stack.contents[stack.size - 1];
    }
    stack.size++;
    entry++;
    flatten_enter(entry, language, child.ptr, node_index, start_byte);
    if (node_index == entry[-1].node) {
      entry->previous = entry[-1].previous;
      entry->children = entry[-1].children;
      entry->field = field;
      entry->is_hidden = true;
    }
  }

  array_delete(&stack);
  *depth = most_levels;
  return count;
}
