<#-- Statements and types that Calcite's grammar does not have. Indexed as in the documentation of statements. -->

/** Lets positions count from {@code line} and {@code column}; to be called before the first token is read. */
JAVACODE public void beginAt(Reader reader, int line, int column) {
    jj_input_stream.ReInit(reader, line, column);
}

/** A statement that names at most one thing. */
SqlNode MillraceCommand() :
{
    final Span s;
    final SqlNode command;
}
{
    (
        <SHOW> { s = span(); } command = ShowWhat(s)
    |
        <DESCRIBE> { s = span(); }
        (
            LOOKAHEAD(<FUNCTION> CompoundIdentifier())
            <FUNCTION> command = Named(s, Command.Kind.DESCRIBE_FUNCTION)
        |
            [ LOOKAHEAD(2) <TABLE> ] command = Named(s, Command.Kind.DESCRIBE)
        )
    |
        <STOP> { s = span(); } <QUERY> command = Named(s, Command.Kind.STOP_QUERY)
    |
        <WAIT> { s = span(); } <QUERY> command = Named(s, Command.Kind.WAIT_QUERY)
    |
        <END> { s = span(); } <INPUT> command = Named(s, Command.Kind.END_INPUT)
    |
        <BEGIN> { s = span(); command = new Command(s.end(this), Command.Kind.BEGIN); }
    |
        <COMMIT> { s = span(); command = new Command(s.end(this), Command.Kind.COMMIT); }
    |
        <ROLLBACK> { s = span(); command = new Command(s.end(this), Command.Kind.ROLLBACK); }
    )
    { return command; }
}

SqlNode ShowWhat(Span s) :
{
    final Command.Kind kind;
    final SqlNode command;
}
{
    <CREATE>
    (
        <TABLE> command = Named(s, Command.Kind.SHOW_CREATE_TABLE)
    |
        <VIEW> command = Named(s, Command.Kind.SHOW_CREATE_VIEW)
    )
    { return command; }
|
    <CHECKPOINT> command = StringLiteral()
    { return new Command(s.end(command), Command.Kind.SHOW_CHECKPOINT, command); }
|
    (
        <TABLES> { kind = Command.Kind.SHOW_TABLES; }
    |
        <VIEWS> { kind = Command.Kind.SHOW_VIEWS; }
    |
        <QUERIES> { kind = Command.Kind.SHOW_QUERIES; }
    |
        <CONNECTORS> { kind = Command.Kind.SHOW_CONNECTORS; }
    |
        <FUNCTIONS> { kind = Command.Kind.SHOW_FUNCTIONS; }
    |
        <SETTINGS> { kind = Command.Kind.SHOW_SETTINGS; }
    )
    { return new Command(s.end(this), kind); }
}

SqlNode Named(Span s, Command.Kind kind) :
{
    final SqlIdentifier name;
}
{
    name = CompoundIdentifier() { return new Command(s.end(name), kind, name); }
}

/** EXPLAIN [PLAN FOR] query or INSERT, EXPLAIN RESTART 'folder' query or INSERT. */
SqlNode MillraceExplain() :
{
    final Span s;
    final SqlNode folder;
    final SqlNode statement;
}
{
    <EXPLAIN> { s = span(); }
    (
        LOOKAHEAD(2)
        <RESTART> folder = StringLiteral() statement = SqlQueryOrDml()
        { return new Command(s.end(statement), Command.Kind.EXPLAIN_RESTART, folder, statement); }
    |
        [ LOOKAHEAD(2) <PLAN> <FOR> ]
        statement = SqlQueryOrDml() { return new Command(s.end(statement), Command.Kind.EXPLAIN, statement); }
    )
}

/** SET alone, SET 'key' = 'value', or SET key = value. */
SqlNode MillraceSet() :
{
    final Span s;
    final SqlNode key;
    final SqlNode value;
}
{
    <SET> { s = span(); }
    (
        LOOKAHEAD(1)
        key = OptionKey() <EQ> value = OptionValue() { return new SetOption(s.end(value), key, value); }
    |
        { return new Command(s.end(this), Command.Kind.SHOW_SETTINGS); }
    )
}

/** RESET alone, or RESET 'key'. */
SqlNode MillraceReset() :
{
    final Span s;
    final SqlNode key;
}
{
    <RESET> { s = span(); }
    (
        key = OptionKey() { return new SetOption(s.end(key), key, null); }
    |
        { return new SetOption(s.end(this), null, null); }
    )
}

SqlNode OptionKey() :
{
    final SqlNode key;
}
{
    ( key = StringLiteral() | key = CompoundIdentifier() ) { return key; }
}

SqlNode OptionValue() :
{
    final SqlNode value;
}
{
    ( value = StringLiteral() | value = NumericLiteral() | value = CompoundIdentifier()
    | <TRUE> { value = SqlLiteral.createBoolean(true, getPos()); }
    | <FALSE> { value = SqlLiteral.createBoolean(false, getPos()); } )
    { return value; }
}

boolean IfNotExists() :
{
}
{
    LOOKAHEAD(3) <IF> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

boolean IfExists() :
{
}
{
    LOOKAHEAD(2) <IF> <EXISTS> { return true; }
|
    { return false; }
}

/** CREATE TABLE [IF NOT EXISTS] name [(columns)] WITH (options). */
SqlCreate MillraceCreateTable(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList elements = SqlNodeList.EMPTY;
    SqlNodeList options = SqlNodeList.EMPTY;
}
{
    <TABLE> ifNotExists = IfNotExists()
    name = CompoundIdentifier()
    [ LOOKAHEAD(1) elements = TableElements() ]
    [ LOOKAHEAD(1) <WITH> options = TableOptionList() ]
    { return new CreateTable(s.end(this), replace, ifNotExists, name, elements, options); }
}

SqlNodeList TableElements() :
{
    final Span s;
    final List<SqlNode> list = new ArrayList<SqlNode>();
}
{
    <LPAREN> { s = span(); }
    TableElement(list) ( LOOKAHEAD(1) <COMMA> TableElement(list) )*
    <RPAREN> { return new SqlNodeList(list, s.end(this)); }
}

void TableElement(List<SqlNode> list) :
{
    final Span s;
    final SqlIdentifier name;
    final SqlNode expression;
    final SqlDataTypeSpec type;
    final boolean nullable;
}
{
    LOOKAHEAD(2) <WATERMARK> <FOR> { s = span(); }
    name = SimpleIdentifier() <AS> expression = Expression(ExprContext.ACCEPT_NON_QUERY)
    { list.add(new WatermarkDeclaration(s.end(expression), name, expression)); }
|
    name = SimpleIdentifier()
    (
        LOOKAHEAD(1)
        <AS> expression = Expression(ExprContext.ACCEPT_NON_QUERY)
        { list.add(new ColumnDeclaration(Span.of(name).end(expression), name, null, true, expression)); }
    |
        type = ColumnType() nullable = NullableOptDefaultTrue()
        { list.add(new ColumnDeclaration(Span.of(name).end(this), name, type, nullable, null)); }
    )
}

SqlDataTypeSpec ColumnType() :
{
    final Span s;
    final SqlDataTypeSpec type;
    final SqlIntervalQualifier qualifier;
}
{
    LOOKAHEAD(1)
    <INTERVAL> { s = span(); } qualifier = IntervalQualifier()
    { return new SqlDataTypeSpec(new IntervalTypeName(qualifier, s.end(this)), s.end(this)); }
|
    type = DataType() { return type; }
}

SqlNodeList TableOptionList() :
{
    final Span s;
    final List<SqlNode> list = new ArrayList<SqlNode>();
}
{
    <LPAREN> { s = span(); }
    TableOption(list) ( LOOKAHEAD(1) <COMMA> TableOption(list) )*
    <RPAREN> { return new SqlNodeList(list, s.end(this)); }
}

void TableOption(List<SqlNode> list) :
{
    final SqlNode key;
    final SqlNode value;
}
{
    key = OptionKey() <EQ> value = OptionValue()
    { list.add(new SetOption(Span.of(key).end(value), key, value)); }
}

/** CREATE [OR REPLACE] VIEW name [(columns)] AS query. */
SqlCreate MillraceCreateView(Span s, boolean replace) :
{
    final SqlIdentifier name;
    SqlNodeList columns = null;
    final SqlNode query;
}
{
    <VIEW> name = CompoundIdentifier()
    [ LOOKAHEAD(1) columns = ParenthesizedSimpleIdentifierList() ]
    <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    { return SqlDdlNodes.createView(s.end(query), replace, name, columns, query); }
}

/** DROP TABLE|VIEW [IF EXISTS] name. */
SqlDrop MillraceDrop(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier name;
}
{
    <TABLE> ifExists = IfExists() name = CompoundIdentifier()
    { return SqlDdlNodes.dropTable(s.end(name), ifExists, name); }
|
    <VIEW> ifExists = IfExists() name = CompoundIdentifier()
    { return SqlDdlNodes.dropView(s.end(name), ifExists, name); }
}

/** TIMESTAMP_LTZ [(precision)], short for TIMESTAMP [(precision)] WITH LOCAL TIME ZONE. */
SqlTypeNameSpec TimestampLtzTypeName() :
{
    final Span s;
    int precision = -1;
}
{
    <TIMESTAMP_LTZ> { s = span(); }
    precision = PrecisionOpt()
    { return new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, precision, s.end(this)); }
}
