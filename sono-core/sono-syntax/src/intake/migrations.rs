//! Migrations: steps that change a database, which tools derive from models, one file a step.

/// The form of a migration: a part of its path, texts that all stand in it, and the most functions it defines.
struct Form {
    folders: &'static [&'static str],
    texts: &'static [&'static str],
    function: &'static str,
    functions: usize,
}

const MIGRATIONS: &[&str] = &["migration", "migrations"];

const FORMS: [Form; 8] = [
    // Django. What a person adds are functions.
    Form {
        folders: MIGRATIONS,
        texts: &["class Migration(migrations.Migration)"],
        function: "\ndef ",
        functions: 0,
    },
    // Alembic
    Form {
        folders: &["versions"],
        texts: &["down_revision", "from alembic import", "def upgrade("],
        function: "\ndef ",
        functions: 2,
    },
    // Sequelize, Knex, TypeORM
    Form {
        folders: MIGRATIONS,
        texts: &["queryInterface", "up", "down"],
        function: "function ",
        functions: 2,
    },
    Form {
        folders: MIGRATIONS,
        texts: &["exports.up", "exports.down", "knex"],
        function: "function ",
        functions: 4,
    },
    Form {
        folders: MIGRATIONS,
        texts: &["function up(", "function down(", "nex"],
        function: "function ",
        functions: 2,
    },
    Form {
        folders: MIGRATIONS,
        texts: &["implements MigrationInterface"],
        function: " async ",
        functions: 2,
    },
    // Flyway, sea-orm
    Form { folders: MIGRATIONS, texts: &["extends BaseJavaMigration"], function: " void ", functions: 1 },
    Form {
        folders: MIGRATIONS,
        texts: &["impl MigrationTrait for Migration"],
        function: "fn ",
        functions: 2,
    },
];

/// Whether a file is a migration and defines nothing beyond it.
pub(super) fn is_migration(path: &str, text: &str) -> bool {
    let lies_in = |folder: &str| path.split('/').rev().skip(1).any(|part| part == folder);
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let count = |word: &str| memchr::memmem::find_iter(text.as_bytes(), word.as_bytes()).count();
    FORMS.iter().any(|form| {
        form.folders.iter().any(|folder| lies_in(folder))
            && form.texts.iter().all(|word| has(word))
            && count(form.function) <= form.functions
    })
}
